//! Sheets to PDF by one `gpai-pdf write` that sets many of them (`gpai_render::handover`).

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use gpai_forms::sheet::Sheet;
use gpai_render::RenderError;
use gpai_render::handover::{FontHead, Fonts, Job, LARGEST, LONGEST_LINE, PROTOCOL, Reply, line, parse, sheet};

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// The program is not there.
    #[error("{}", super::PDF.missing())]
    Missing,
    /// The sheet cannot be set.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The program ended, or said what cannot be understood.
    #[error("gpai-pdf gave no answer: {0}\n  help: take gpai and gpai-pdf from the same release")]
    Broken(String),
}

/// A running typesetter.
#[derive(Debug)]
pub struct Setter {
    child: Child,
    // Dropped first at the end, which tells the program to stop.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Setter {
    /// Starts it, with fonts for what the built-in ones lack: name and bytes.
    ///
    /// # Errors
    /// The program is missing or cannot be started.
    pub fn start(fonts: &[(String, Vec<u8>)]) -> Result<Self, SetError> {
        let program = super::PDF.find().ok_or(SetError::Missing)?;
        let mut child = Command::new(program)
            .arg("write")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| SetError::Broken(e.to_string()))?;
        let streams = child.stdin.take().zip(child.stdout.take());
        let (input, output) = streams.ok_or_else(|| SetError::Broken("it has no streams".to_owned()))?;
        let mut setter = Setter { child, input: Some(input), output: BufReader::new(output) };
        let heads = fonts.iter().map(|(name, bytes)| FontHead { name: name.clone(), bytes: bytes.len() as u64 });
        // Where the other side refuses, it says so at the first document.
        let _ = setter.send(&line(&Fonts { protocol: PROTOCOL, fonts: heads.collect() }));
        for (_, bytes) in fonts {
            let _ = setter.send(bytes);
        }
        Ok(setter)
    }

    fn send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        match &mut self.input {
            Some(input) => input.write_all(bytes),
            None => Err(std::io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Sets one document.
    ///
    /// # Errors
    /// See [`SetError`].
    pub fn set(&mut self, document: &Sheet) -> Result<Vec<u8>, SetError> {
        let broken = |e: std::io::Error| SetError::Broken(e.to_string());
        let bytes = sheet(document);
        // A process that has ended may still have said why: its answer is read first.
        let sent = self.send(&line(&Job { sheet: bytes.len() as u64 })).and_then(|()| self.send(&bytes));
        let mut text = Vec::new();
        self.output.by_ref().take(LONGEST_LINE as u64).read_until(b'\n', &mut text).map_err(broken)?;
        if text.is_empty() {
            return Err(SetError::Broken(sent.err().map_or_else(|| "it ended".to_owned(), |e| e.to_string())));
        }
        match parse::<Reply>(&text) {
            Some(Reply::Pdf(length)) if length <= LARGEST => {
                let mut pdf = Vec::new();
                self.output.by_ref().take(length).read_to_end(&mut pdf).map_err(broken)?;
                if pdf.len() as u64 == length { Ok(pdf) } else { Err(SetError::Broken("it was cut off".to_owned())) }
            }
            Some(Reply::Error(error)) => Err(error.into()),
            Some(Reply::Refused(why)) => Err(SetError::Broken(why)),
            Some(Reply::Pdf(_)) | None => Err(SetError::Broken("it cannot be understood".to_owned())),
        }
    }
}

impl Drop for Setter {
    fn drop(&mut self) {
        // The end of its input ends it; a child that nobody waits for would stay.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
