//! Trees and files that were read lately: the next commit mostly needs them again.

use super::oid::Oid;
use super::store::{Error, Kind, Lately, Repository};
use std::cell::RefCell;
use std::rc::Rc;

/// How many bytes are kept at most.
const MOST: usize = 12 * 1024 * 1024;

/// What was read.
pub(super) struct Held {
    lately: RefCell<Lately<Oid>>,
}

impl Held {
    pub(super) fn new() -> Self {
        Self { lately: RefCell::new(Lately::of(MOST)) }
    }

    /// The content of an object, from the repository if it is not held.
    pub(super) fn read(&self, repository: &Repository, id: Oid, kind: Kind) -> Result<Rc<Vec<u8>>, Error> {
        if let Some((_, data)) = self.lately.borrow_mut().find(id) {
            return Ok(data);
        }
        let data = repository.read(id, kind)?;
        self.lately.borrow_mut().keep(id, (kind, Rc::clone(&data)));
        Ok(data)
    }
}
