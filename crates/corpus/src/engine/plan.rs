//! The plans: rows of data added up by key, and partials added up in their order.

use std::sync::Arc;

use arrow::compute::SortOptions;
use datafusion_common::{DataFusionError, Result};
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_functions_aggregate::min_max::{max_udaf, min_udaf};
use datafusion_functions_aggregate::sum::sum_udaf;
use datafusion_physical_expr::aggregate::{AggregateExprBuilder, AggregateFunctionExpr};
use datafusion_physical_expr::expressions::{Column, col};
use datafusion_physical_expr::{LexOrdering, Partitioning, PhysicalExpr, PhysicalSortExpr};
use datafusion_physical_plan::ExecutionPlan;
use datafusion_physical_plan::aggregates::{AggregateExec, AggregateMode, PhysicalGroupBy};
use datafusion_physical_plan::repartition::RepartitionExec;
use datafusion_physical_plan::sorts::sort::SortExec;
use datafusion_physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;

use super::source::{Job, scan};
use crate::input::row::schema;

/// The order of a partial: by key, bytewise.
fn by_key() -> Result<LexOrdering> {
    let key: Arc<dyn PhysicalExpr> = Arc::new(Column::new("key", 0));
    let expr = PhysicalSortExpr::new(key, SortOptions { descending: false, nulls_first: false });
    LexOrdering::new([expr]).ok_or_else(|| DataFusionError::Internal("no order".to_owned()))
}

/// Sums, first and last.
fn sums() -> Result<Vec<Arc<AggregateFunctionExpr>>> {
    let schema = schema();
    let functions = [
        ("documents", sum_udaf()),
        ("bytes", sum_udaf()),
        ("amount", sum_udaf()),
        ("first", min_udaf()),
        ("last", max_udaf()),
    ];
    functions
        .into_iter()
        .map(|(name, function)| {
            AggregateExprBuilder::new(function, vec![col(name, &schema)?])
                .schema(schema.clone())
                .alias(name)
                .build()
                .map(Arc::new)
        })
        .collect()
}

fn aggregate(mode: AggregateMode, group: PhysicalGroupBy, input: Arc<dyn ExecutionPlan>) -> Result<Arc<AggregateExec>> {
    let sums = sums()?;
    let filters = vec![None; sums.len()];
    AggregateExec::try_new(mode, group, sums, filters, input, schema()).map(Arc::new)
}

/// Rows of data, added up and sorted by key.
///
/// # Errors
/// The plan cannot be made; the stream's own errors come from `--strict`, the disk or the bound on memory.
pub fn added(job: Arc<Job>, context: &Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
    let partitions = context.session_config().target_partitions();
    let schema = schema();
    let key = col("key", &schema)?;
    let group = PhysicalGroupBy::new_single(vec![(key.clone(), "key".to_owned())]);
    let rows = scan(job, partitions, None);
    let plan: Arc<dyn ExecutionPlan> = if partitions == 1 {
        let all = aggregate(AggregateMode::Single, group, rows)?;
        Arc::new(SortExec::new(by_key()?, all))
    } else {
        let some = aggregate(AggregateMode::Partial, group, rows)?;
        let group = some.group_expr().as_final();
        let spread = Arc::new(RepartitionExec::try_new(some, Partitioning::Hash(vec![key], partitions))?);
        let all = aggregate(AggregateMode::FinalPartitioned, group, spread)?;
        let sorted = Arc::new(SortExec::new(by_key()?, all).with_preserve_partitioning(true));
        Arc::new(SortPreservingMergeExec::new(by_key()?, sorted))
    };
    datafusion_physical_plan::execute_stream(plan, context.clone())
}

/// Partials, added up in the order of their keys: no table of groups is held.
///
/// # Errors
/// A partial cannot be read.
pub fn merged(job: Arc<Job>, context: &Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
    let schema = schema();
    let group = PhysicalGroupBy::new_single(vec![(col("key", &schema)?, "key".to_owned())]);
    let rows = scan(job, 1, Some(by_key()?));
    let merged = Arc::new(SortPreservingMergeExec::new(by_key()?, rows));
    let all = aggregate(AggregateMode::Single, group, merged)?;
    if *all.input_order_mode() != datafusion_physical_plan::InputOrderMode::Sorted {
        return Err(DataFusionError::Internal("partials have lost their order".to_owned()));
    }
    datafusion_physical_plan::execute_stream(all, context.clone())
}

/// An error of the engine in plain words.
#[must_use]
pub fn why(error: &DataFusionError) -> String {
    let text = error.find_root().to_string();
    match error.find_root() {
        DataFusionError::ResourcesExhausted(_) => {
            format!("the memory that --memory grants does not do: {text}\n  help: grant more, or fewer --threads")
        }
        _ => text.trim_start_matches("External error: ").to_owned(),
    }
}
