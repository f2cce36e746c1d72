//! Time zones: which moment a day, or an hour on the wall, means somewhere.
//!
//! The rules of all zones are part of the program, so that a day is the same on every machine.

mod wall;
mod zone;

pub use zone::Zone;
