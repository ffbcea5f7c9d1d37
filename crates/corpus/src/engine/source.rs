//! One source of rows for every format, inside DataFusion's own scan, so that its scheduling and spilling apply. A part that
//! cannot be read becomes a row that says so; nothing ends the run but `--strict`.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion_common::tree_node::TreeNodeRecursion;
use datafusion_common::{DataFusionError, Result};
use datafusion_datasource::file::FileSource;
use datafusion_datasource::file_groups::FileGroup;
use datafusion_datasource::file_scan_config::{FileScanConfig, FileScanConfigBuilder};
use datafusion_datasource::file_stream::{FileOpenFuture, FileOpener};
use datafusion_datasource::source::DataSourceExec;
use datafusion_datasource::{PartitionedFile, TableSchema};
use datafusion_execution::object_store::ObjectStoreUrl;
use datafusion_physical_expr::{LexOrdering, PhysicalExpr};
use datafusion_physical_plan::metrics::ExecutionPlanMetricsSet;
use object_store::ObjectStore;

use super::partial;
use crate::input::columns::Said;
use crate::input::file::Part;
use crate::input::open::Meter;
use crate::input::reader::{Reader, Step};
use crate::input::row::{Rows, Unit, schema};

/// What is read.
#[derive(Clone, Debug)]
pub enum Work {
    /// Parts of data.
    Data(Vec<Part>),
    /// Partials, each sorted by its key.
    Partials(Vec<PathBuf>),
    /// Partials whose rows are changed on their way and lose their order.
    Mapped(Vec<(PathBuf, Mapper)>),
}

/// A batch to another one.
type Change = dyn Fn(&RecordBatch) -> Result<RecordBatch> + Send + Sync;
/// A part to its reader, or to why there is none.
type Open = dyn Fn(&Part, &Arc<Meter>) -> Result<Box<dyn Reader>, &'static str> + Send + Sync;

/// Changes the rows of a partial on their way.
#[derive(Clone)]
pub struct Mapper(pub Arc<Change>);

/// Opens a part of data in another way than for a profile.
#[derive(Clone)]
pub struct Opener(pub Arc<Open>);

impl fmt::Debug for Mapper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mapper")
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("opener")
    }
}

/// What is read, and how.
#[derive(Clone, Debug)]
pub struct Job {
    /// What.
    pub work: Work,
    /// What the command line says of columns.
    pub said: Said,
    /// Whether anything rejected ends the run.
    pub strict: bool,
    /// Counts for the progress.
    pub meter: Arc<Meter>,
    /// How parts are opened, where not as data.
    pub opener: Option<Opener>,
}

/// The source.
#[derive(Clone)]
struct Source {
    job: Arc<Job>,
    schema: TableSchema,
    metrics: ExecutionPlanMetricsSet,
}

/// The scan of a job in so many partitions; partials keep their order, one a partition.
pub(super) fn scan(job: Arc<Job>, partitions: usize, order: Option<LexOrdering>) -> Arc<DataSourceExec> {
    let file = |at: usize, size: u64| PartitionedFile::new(at.to_string(), size);
    let groups: Vec<FileGroup> = match &job.work {
        Work::Partials(paths) => (0..paths.len()).map(|at| FileGroup::new(vec![file(at, 1)])).collect(),
        Work::Mapped(paths) => vec![FileGroup::new((0..paths.len()).map(|at| file(at, 1)).collect())],
        Work::Data(parts) => {
            let mut groups: Vec<Vec<PartitionedFile>> = vec![Vec::new(); partitions];
            // Whoever is idle takes the next part, whichever group it stands in.
            for (at, part) in parts.iter().enumerate() {
                if let Some(group) = groups.get_mut(at % partitions) {
                    group.push(file(at, part.size));
                }
            }
            groups.into_iter().map(FileGroup::new).collect()
        }
    };
    let source = Source { job, schema: TableSchema::from(schema()), metrics: ExecutionPlanMetricsSet::new() };
    let config = FileScanConfigBuilder::new(ObjectStoreUrl::local_filesystem(), Arc::new(source))
        .with_file_groups(groups)
        .with_output_ordering(order.into_iter().collect())
        .build();
    DataSourceExec::from_data_source(config)
}

impl FileSource for Source {
    fn create_file_opener(&self, _: Arc<dyn ObjectStore>, _: &FileScanConfig, _: usize) -> Result<Arc<dyn FileOpener>> {
        Ok(Arc::new(self.clone()))
    }

    fn table_schema(&self) -> &TableSchema {
        &self.schema
    }

    fn with_batch_size(&self, _: usize) -> Arc<dyn FileSource> {
        Arc::new(self.clone())
    }

    fn metrics(&self) -> &ExecutionPlanMetricsSet {
        &self.metrics
    }

    fn file_type(&self) -> &'static str {
        "corpus"
    }

    fn supports_repartitioning(&self) -> bool {
        false
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }
}

impl FileOpener for Source {
    fn open(&self, file: PartitionedFile) -> Result<FileOpenFuture> {
        let lost = || DataFusionError::Internal("a part without a number".to_owned());
        let at: usize = file.object_meta.location.as_ref().parse().map_err(|_| lost())?;
        let job = self.job.clone();
        let schema = self.schema.file_schema().clone();
        Ok(Box::pin(async move {
            let batches: Box<dyn Iterator<Item = Result<RecordBatch>> + Send> = match &job.work {
                Work::Data(parts) => Box::new(Batches::new(parts.get(at).ok_or_else(lost)?, &job, schema)),
                Work::Mapped(paths) => {
                    let (path, mapper) = paths.get(at).ok_or_else(lost)?.clone();
                    let rows = partial::batches(&path).map_err(|e| DataFusionError::External(e.into()))?;
                    Box::new(rows.map(move |batch| (mapper.0)(&batch?)))
                }
                Work::Partials(paths) => Box::new(
                    partial::batches(paths.get(at).ok_or_else(lost)?)
                        .map_err(|e| DataFusionError::External(e.into()))?,
                ),
            };
            let stream: std::pin::Pin<Box<dyn futures::Stream<Item = Result<RecordBatch>> + Send>> =
                Box::pin(futures::stream::iter(batches));
            Ok(stream)
        }))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("corpus")
    }
}

/// The batches of one part.
struct Batches {
    reader: Option<Box<dyn Reader>>,
    rows: Rows,
    schema: SchemaRef,
    job: Arc<Job>,
}

impl Batches {
    fn new(part: &Part, job: &Arc<Job>, schema: SchemaRef) -> Self {
        let mut rows = Rows::new(part.file.shown.clone(), part.file.dataset.clone());
        let reader = match &job.opener {
            Some(Opener(open)) => open(part, &job.meter),
            None => part.reader(&job.said, &job.meter),
        };
        let reader = match reader {
            Ok(reader) => Some(reader),
            Err(code) => {
                rows.reject(code, Unit::Byte, 0, 0);
                None
            }
        };
        Self { reader, rows, schema, job: job.clone() }
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut documents = 0;
        while let Some(reader) = &mut self.reader {
            match reader.next(&mut self.rows) {
                Step::Document => documents += 1,
                Step::Documents(n) => documents += n,
                Step::More => {}
                Step::End => self.reader = None,
            }
            if self.rows.full() {
                break;
            }
        }
        self.job.meter.documents.fetch_add(documents, Ordering::Relaxed);
        if let Some(first) = self.rows.rejected.drain(..).next().filter(|_| self.job.strict) {
            self.reader = None;
            let what = format!("{}: {} {}: {} (--strict)", first.file, first.unit.word(), first.place, first.code);
            return Some(Err(DataFusionError::External(what.into())));
        }
        self.rows.take(&self.schema).transpose()
    }
}
