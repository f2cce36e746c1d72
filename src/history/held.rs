//! Trees and files that were read lately: the next commit mostly needs them again.

use super::oid::Oid;
use super::store::{Error, Kind, Lately, Packs, Repository, Unpacker};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// How many bytes are kept at most.
const MOST: usize = 24 * 1024 * 1024;

/// What was read; and where much is read, the packs that most of it stands in.
pub(super) struct Held {
    lately: RefCell<Lately<Oid>>,
    packs: OnceCell<RefCell<Unpacker>>,
}

impl Held {
    pub(super) fn new() -> Self {
        Self { lately: RefCell::new(Lately::of(MOST)), packs: OnceCell::new() }
    }

    /// Looks into the packs first from now on.
    pub(super) fn look_into(&self, packs: &Arc<Packs>) {
        self.packs.get_or_init(|| RefCell::new(Unpacker::new(Arc::clone(packs))));
    }

    /// The content of an object, from the repository if it is not held.
    pub(super) fn read(&self, repository: &Repository, id: Oid, kind: Kind) -> Result<Rc<Vec<u8>>, Error> {
        if let Some((_, data)) = self.lately.borrow_mut().find(id) {
            return Ok(data);
        }
        let packed = self.packs.get().and_then(|it| it.borrow_mut().read(id));
        let data = match packed {
            Some((found, data)) if found == kind => data,
            _ => Rc::new(repository.read(id, kind)?),
        };
        self.lately.borrow_mut().keep(id, (kind, Rc::clone(&data)));
        Ok(data)
    }
}
