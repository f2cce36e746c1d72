//! Numbers that look random and are the same on every machine.

/// A small generator, made from its seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number from zero up to, and without, the limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }
}
