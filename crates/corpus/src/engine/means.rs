//! What a run may use: memory, threads, a place for what does not fit.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use datafusion_common::Result;
use datafusion_execution::TaskContext;
use datafusion_execution::config::SessionConfig;
use datafusion_execution::memory_pool::TrackConsumersPool;
use datafusion_execution::runtime_env::RuntimeEnvBuilder;

use super::pool::Shares;
use crate::input::row::BATCH;

/// Memory of the process that the pool does not see, and what one partition needs at least.
const PARTITION: u64 = 128 << 20;
/// The least that is granted.
pub const LEAST: u64 = 256 << 20;

/// What a run may use.
#[derive(Clone, Debug)]
pub struct Means {
    /// Bytes of memory for the process; `None` for as much as there is.
    pub memory: Option<u64>,
    /// Threads.
    pub threads: usize,
    /// Where is written what does not fit into memory.
    pub temp: PathBuf,
}

impl Means {
    /// Bytes of the pool: what the pool does not see has to fit beside it.
    fn pool(&self) -> Option<u64> {
        // Readers, buffers of the writers and the allocator's own waste take a fixed part and one that grows with the pool.
        self.memory.map(|all| (all.max(LEAST).saturating_sub(160 << 20) / 100 * 55).max(64 << 20))
    }

    /// Partitions: each has its share of the pool, and below a share of 128 MB it could not even start to spill.
    #[must_use]
    pub fn partitions(&self) -> usize {
        let fit = self.pool().map_or(usize::MAX, |pool| usize::try_from(pool / PARTITION).unwrap_or(1));
        self.threads.min(fit).max(1)
    }

    /// The context of the plan over all rows.
    ///
    /// # Errors
    /// The folder for what does not fit cannot be used.
    pub fn context(&self) -> Result<Arc<TaskContext>> {
        self.part(78)
    }

    /// The context of the sort of domains, which runs beside it.
    ///
    /// # Errors
    /// The folder for what does not fit cannot be used.
    pub fn beside(&self) -> Result<Arc<TaskContext>> {
        self.part(22)
    }

    fn part(&self, percent: u64) -> Result<Arc<TaskContext>> {
        let mut runtime = RuntimeEnvBuilder::new().with_temp_file_path(&self.temp);
        if let Some(pool) = self.pool() {
            let pool = Shares::new(usize::try_from(pool / 100 * percent).unwrap_or(usize::MAX));
            let top = NonZeroUsize::new(4).unwrap_or(NonZeroUsize::MIN);
            runtime = runtime.with_memory_pool(Arc::new(TrackConsumersPool::new(pool, top)));
        }
        let mut config = SessionConfig::new().with_batch_size(BATCH).with_target_partitions(self.partitions());
        // What a merge of spilled runs needs beside them.
        config.options_mut().execution.sort_spill_reservation_bytes = 4 << 20;
        Ok(Arc::new(TaskContext::default().with_session_config(config).with_runtime(runtime.build_arc()?)))
    }
}
