//! Why a model on the Hub cannot be read.

/// Why a model on the Hub cannot be read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum HubError {
    /// Not the name of a model.
    #[error("{written}: {why}")]
    Name {
        /// As written.
        written: String,
        /// What does not fit.
        why: String,
    },
    /// A variable of the environment is unusable.
    #[error("{name} {why}")]
    Setting {
        /// The variable.
        name: &'static str,
        /// Why.
        why: String,
    },
    /// 401.
    #[error("the Hub asks who you are (401). {0}")]
    Unauthorised(&'static str),
    /// 403, or 401 for a gated model.
    #[error("access is restricted ({status}): {why}. {todo}")]
    Forbidden {
        /// Status.
        status: u16,
        /// What the Hub says of it.
        why: &'static str,
        /// What to do.
        todo: String,
    },
    /// 404.
    #[error("{0} (404)")]
    Missing(&'static str),
    /// 429.
    #[error("the Hub refuses for now (429): too many requests. {0}")]
    RateLimited(String),
    /// Other statuses.
    #[error("the Hub answered with status {0}; try again later")]
    Status(u16),
    /// No answer in time.
    #[error("no answer from {host} within {seconds} s; HF_HUB_DOWNLOAD_TIMEOUT sets the time (10 s by default)")]
    Timeout {
        /// Who.
        host: String,
        /// How long.
        seconds: u64,
    },
    /// It answers, but the answer does not end.
    #[error(
        "no answer of {host} came whole within {seconds} s: it answers too slowly; the time is six times HF_HUB_DOWNLOAD_TIMEOUT ({patience} s)"
    )]
    Slow {
        /// Who.
        host: String,
        /// How long.
        seconds: u64,
        /// How long an answer may fail to come.
        patience: u64,
    },
    /// No connection, or one that broke off.
    #[error("no connection to {host}: {why}. Without a network, HF_HUB_OFFLINE=1 reads the local Hub cache")]
    Network {
        /// Who.
        host: String,
        /// Why.
        why: String,
    },
    /// An answer that is none.
    #[error("{host} answered with something that is not the Hub's: {why}")]
    Broken {
        /// Who.
        host: String,
        /// What.
        why: String,
    },
    /// A bound of our own.
    #[error("given up: {what} exceeds the limit of {limit} for one run")]
    Bound {
        /// What.
        what: &'static str,
        /// The bound.
        limit: String,
    },
    /// Offline, and not in the cache.
    #[error("HF_HUB_OFFLINE is set and {0}. Download the model's small files first, or unset it")]
    NotCached(String),
}
