//! Objects that were read lately, up to a number of bytes.

use super::Kind;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

/// What an object is, and its content.
pub(in crate::history) type Content = (Kind, Rc<Vec<u8>>);

/// Two generations: what the young one has no room for is forgotten unless used again.
pub(in crate::history) struct Lately<K> {
    young: HashMap<K, Content>,
    old: HashMap<K, Content>,
    /// Bytes of the young one.
    size: usize,
    /// Bytes of both, at most.
    most: usize,
}

impl<K: Copy + Eq + Hash> Lately<K> {
    /// Keeps as many bytes.
    pub(in crate::history) fn of(most: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), size: 0, most }
    }

    pub(in crate::history) fn find(&mut self, key: K) -> Option<Content> {
        if let Some(content) = self.young.get(&key) {
            return Some(content.clone());
        }
        let content = self.old.remove(&key)?;
        self.keep(key, content.clone());
        Some(content)
    }

    pub(in crate::history) fn keep(&mut self, key: K, content: Content) {
        self.size += content.1.len() + size_of::<(K, Content)>();
        self.young.insert(key, content);
        if self.size > self.most / 2 {
            self.old = std::mem::take(&mut self.young);
            self.size = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_the_rest_is_forgotten() {
        let mut lately = Lately::of(4_000);
        for key in 0..100 {
            lately.keep(key, (Kind::Blob, Rc::new(vec![0; 500])));
            assert!(lately.find(0).is_some(), "{key}");
        }
        assert!(lately.find(50).is_none());
        assert!(lately.young.len() + lately.old.len() <= 8);
    }
}
