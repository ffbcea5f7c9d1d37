//! One run of `gpai`: bounded in time and output, without input, and offline unless the server may use the network.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value as Json;
use tokio::io::AsyncReadExt as _;
use tokio::process::Command;
use tokio::sync::Semaphore;

/// How long one run may take.
const PATIENCE: Duration = Duration::from_secs(180);
/// The longest answer that is taken over, in bytes.
const LONGEST: u64 = 24 << 20;
/// The longest message, in bytes.
const MESSAGE: u64 = 16 << 10;
/// Runs at the same time.
const AT_ONCE: usize = 2;

/// The program.
#[derive(Clone, Debug)]
pub struct Program {
    file: PathBuf,
    network: bool,
    free: Arc<Semaphore>,
}

impl Program {
    /// The one that was named, or the one beside this program, above its `libexec`, or on `PATH`.
    ///
    /// # Errors
    /// There is none.
    pub fn find(named: Option<PathBuf>, network: bool) -> Result<Self, String> {
        let name = format!("gpai{}", std::env::consts::EXE_SUFFIX);
        let own = std::env::current_exe().ok().and_then(|own| own.canonicalize().ok());
        let up = |n: usize| own.as_deref().and_then(|own| own.ancestors().nth(n)).map(PathBuf::from);
        let installed = [up(2), up(3)].into_iter().flatten().map(|folder| folder.join("bin"));
        let path = std::env::var_os("PATH").unwrap_or_default();
        // A relative entry would let a model folder bring its own program.
        let on_path = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
        let mut folders = up(1).into_iter().chain(installed).chain(on_path);
        let found = || folders.find_map(|folder| Some(folder.join(&name)).filter(|file| file.is_file()));
        let file = named.or_else(found).ok_or("gpai is neither beside gpai-mcp nor on PATH; name it with --gpai")?;
        Ok(Program { file, network, free: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// Runs it and reads its JSON.
    ///
    /// # Errors
    /// What it said, or why it said nothing.
    pub async fn json(&self, args: &[OsString]) -> Result<Json, String> {
        let text = self.text(args).await?;
        serde_json::from_slice(&text).map_err(|_| "gpai gave what cannot be understood".to_owned())
    }

    /// Runs it; what it printed.
    ///
    /// # Errors
    /// What it said, or why it said nothing.
    pub async fn text(&self, args: &[OsString]) -> Result<Vec<u8>, String> {
        let _turn = self.free.acquire().await.map_err(|e| e.to_string())?;
        let mut command = Command::new(&self.file);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
            .env("NO_COLOR", "1")
            .env_remove("GPAI_LANG")
            .env_remove("GPAI_REGISTER")
            .env_remove("GITHUB_STEP_SUMMARY");
        if !self.network {
            command.env("HF_HUB_OFFLINE", "1");
        }
        let mut child = command.spawn().map_err(|e| format!("gpai could not be started: {e}"))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let whole = async {
            let (out, err) = tokio::join!(bounded(out, LONGEST), bounded(err, MESSAGE));
            (out, err, child.wait().await)
        };
        let (out, err, status) = tokio::time::timeout(PATIENCE, whole)
            .await
            .map_err(|_| format!("gpai took longer than {} seconds", PATIENCE.as_secs()))?;
        match status.map_err(|e| e.to_string())?.code() {
            // A gap or open questions are answers, not failures.
            Some(0 | 1 | 3) if !out.is_empty() => Ok(out),
            Some(2) => Err(String::from_utf8_lossy(&err).trim().to_owned()),
            _ => Err("gpai ended without an answer".to_owned()),
        }
    }
}

/// What a stream gives, up to a bound; what comes after is dropped with the pipe.
async fn bounded<R: tokio::io::AsyncRead + Unpin>(stream: Option<R>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        let _ = stream.take(most).read_to_end(&mut bytes).await;
    }
    bytes
}
