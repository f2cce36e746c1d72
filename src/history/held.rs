//! Trees and files that were read lately: the next commit mostly needs them again.

use super::oid::Oid;
use super::store::{Error, Kind, Repository};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// How many bytes are kept at most.
const MOST: usize = 48 * 1024 * 1024;

/// What was read, in two generations: what the young one has no room for is forgotten unless used again.
#[derive(Default)]
pub(super) struct Held {
    generations: RefCell<Generations>,
}

#[derive(Default)]
struct Generations {
    young: HashMap<Oid, Rc<Vec<u8>>>,
    old: HashMap<Oid, Rc<Vec<u8>>>,
    /// Bytes of the young one.
    size: usize,
}

impl Held {
    /// The content of an object, from the repository if it is not held.
    pub(super) fn read(&self, repository: &Repository, id: Oid, kind: Kind) -> Result<Rc<Vec<u8>>, Error> {
        if let Some(data) = self.generations.borrow_mut().find(id) {
            return Ok(data);
        }
        let data = Rc::new(repository.read(id, kind)?);
        self.generations.borrow_mut().keep(id, Rc::clone(&data));
        Ok(data)
    }
}

impl Generations {
    fn find(&mut self, id: Oid) -> Option<Rc<Vec<u8>>> {
        if let Some(data) = self.young.get(&id) {
            return Some(Rc::clone(data));
        }
        let data = self.old.remove(&id)?;
        self.keep(id, Rc::clone(&data));
        Some(data)
    }

    fn keep(&mut self, id: Oid, data: Rc<Vec<u8>>) {
        self.size += data.len() + size_of::<(Oid, Rc<Vec<u8>>)>();
        self.young.insert(id, data);
        if self.size > MOST / 2 {
            self.old = std::mem::take(&mut self.young);
            self.size = 0;
        }
    }
}
