//! Domains by size, sorted within the bound on memory: given as they are found, taken back from the largest to the smallest.

use std::fmt;
use std::sync::{Arc, Mutex};

use arrow::array::{Int64Builder, RecordBatch, StringBuilder};
use arrow::compute::SortOptions;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion_common::{DataFusionError, Result};
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_expr::expressions::Column;
use datafusion_physical_expr::{LexOrdering, PhysicalSortExpr};
use datafusion_physical_plan::sorts::sort::SortExec;
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use datafusion_physical_plan::streaming::{PartitionStream, StreamingTableExec};
use futures::StreamExt as _;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::input::row::BATCH;

/// A domain with its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// Its name.
    pub name: String,
    /// Its documents.
    pub documents: u64,
    /// Its bytes.
    pub bytes: u64,
    /// Its hosts.
    pub hosts: u64,
}

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("domain", DataType::Utf8, false),
        Field::new("documents", DataType::Int64, false),
        Field::new("bytes", DataType::Int64, false),
        Field::new("hosts", DataType::Int64, false),
    ]))
}

/// Takes domains as they are found.
pub struct Given {
    sender: mpsc::Sender<Result<RecordBatch>>,
    domain: StringBuilder,
    numbers: [Int64Builder; 3],
    count: usize,
}

impl Given {
    /// One domain.
    pub fn push(&mut self, name: &str, numbers: [u64; 3]) {
        self.domain.append_value(name);
        for (column, number) in self.numbers.iter_mut().zip(numbers) {
            column.append_value(i64::try_from(number).unwrap_or(i64::MAX));
        }
        self.count += 1;
    }

    /// Hands over what there is, where it is enough or `all` is asked for.
    ///
    /// # Errors
    /// The sort has broken; its own error says why.
    pub async fn send(&mut self, all: bool) -> Result<()> {
        if self.count == 0 || (self.count < BATCH && !all) {
            return Ok(());
        }
        self.count = 0;
        let [documents, bytes, hosts] = &mut self.numbers;
        let batch = RecordBatch::try_new(
            schema(),
            vec![
                Arc::new(self.domain.finish()),
                Arc::new(documents.finish()),
                Arc::new(bytes.finish()),
                Arc::new(hosts.finish()),
            ],
        )?;
        // Where nobody takes it any more, the other side says why.
        let _ = self.sender.send(Ok(batch)).await;
        Ok(())
    }
}

/// Gives them back sorted.
pub struct Sorted {
    batches: mpsc::Receiver<Result<RecordBatch>>,
    task: JoinHandle<()>,
}

impl Sorted {
    /// The next ones, by bytes from the largest, then by name.
    ///
    /// # Errors
    /// The disk or the bound on memory.
    pub async fn next(&mut self) -> Result<Option<RecordBatch>> {
        self.batches.recv().await.transpose()
    }
}

impl Drop for Sorted {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A sort: what is given on the one side is taken on the other once the first side is dropped.
///
/// # Errors
/// The plan cannot be made.
pub fn by_bytes(context: &Arc<TaskContext>) -> Result<(Given, Sorted)> {
    let (sender, receiver) = mpsc::channel(2);
    let feed: Arc<dyn PartitionStream> = Arc::new(Feed { schema: schema(), receiver: Mutex::new(Some(receiver)) });
    let rows = StreamingTableExec::try_new(schema(), vec![feed], None, [], false, None)?;
    let order = |name: &str, at: usize, descending: bool| {
        PhysicalSortExpr::new(Arc::new(Column::new(name, at)), SortOptions { descending, nulls_first: false })
    };
    let order = LexOrdering::new([order("bytes", 2, true), order("domain", 0, false)])
        .ok_or_else(|| DataFusionError::Internal("no order".to_owned()))?;
    let plan = Arc::new(SortExec::new(order, Arc::new(rows)));
    let mut stream = datafusion_physical_plan::execute_stream(plan, context.clone())?;
    let (out, batches) = mpsc::channel(2);
    let task = tokio::spawn(async move {
        while let Some(batch) = stream.next().await {
            let broken = batch.is_err();
            if out.send(batch).await.is_err() || broken {
                break;
            }
        }
    });
    let given =
        Given { sender, domain: StringBuilder::new(), numbers: std::array::from_fn(|_| Int64Builder::new()), count: 0 };
    Ok((given, Sorted { batches, task }))
}

/// What was given, as a stream of the engine.
struct Feed {
    schema: SchemaRef,
    receiver: Mutex<Option<mpsc::Receiver<Result<RecordBatch>>>>,
}

impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("domains")
    }
}

impl PartitionStream for Feed {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut receiver = self.receiver.lock().ok().and_then(|mut r| r.take());
        let stream = futures::stream::poll_fn(move |cx| match &mut receiver {
            Some(receiver) => receiver.poll_recv(cx),
            None => std::task::Poll::Ready(None),
        });
        Box::pin(RecordBatchStreamAdapter::new(self.schema.clone(), stream))
    }
}
