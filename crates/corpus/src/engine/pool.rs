//! Memory of a run: what can be spilled shares a bound evenly. What cannot, which is merges of what was spilled or is about to be, is
//! small beside it and only counted: were it refused, the run would end although nothing is wrong. The bound leaves room for it.

use std::fmt;

use datafusion_common::Result;
use datafusion_execution::memory_pool::{
    FairSpillPool, MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation, UnboundedMemoryPool,
};

/// Two pools.
#[derive(Debug)]
pub(super) struct Shares {
    spills: FairSpillPool,
    rest: UnboundedMemoryPool,
    all: usize,
}

impl Shares {
    /// So many bytes for what can be spilled.
    pub(super) fn new(all: usize) -> Self {
        Self { spills: FairSpillPool::new(all), rest: UnboundedMemoryPool::default(), all }
    }

    fn of(&self, consumer: &MemoryConsumer) -> &dyn MemoryPool {
        if consumer.can_spill() { &self.spills } else { &self.rest }
    }
}

impl fmt::Display for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} MB", self.all >> 20)
    }
}

impl MemoryPool for Shares {
    fn name(&self) -> &'static str {
        "shares"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        self.of(consumer).register(consumer);
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.of(consumer).unregister(consumer);
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.of(reservation.consumer()).grow(reservation, additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        self.of(reservation.consumer()).shrink(reservation, shrink);
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> Result<()> {
        self.of(reservation.consumer()).try_grow(reservation, additional)
    }

    fn reserved(&self) -> usize {
        self.spills.reserved() + self.rest.reserved()
    }

    fn memory_limit(&self) -> MemoryLimit {
        MemoryLimit::Finite(self.all)
    }
}
