//! `gpai-register`: the register of a provider, which `gpai register` starts. The only place that prints and ends with a code.

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|info| {
        anstream::eprintln!(
            "gpai-register: internal error: {info}\nThis is a defect of gpai. Please report it with the input that caused it."
        );
    }));
    let outcome = std::panic::catch_unwind(|| gpai_register::commands::run(std::env::args_os().collect()));
    match outcome {
        Err(_) => ExitCode::from(4),
        Ok(Err(usage)) => {
            let asked = !usage.use_stderr();
            let _ = usage.print();
            ExitCode::from(if asked { 0 } else { 2 })
        }
        Ok(Ok(Err(fault))) => {
            let text = fault.to_string();
            let shown: Vec<String> = text.lines().map(gpai_forms::escape::visible).collect();
            anstream::eprintln!("gpai-register: {}", shown.join("\n"));
            ExitCode::from(2)
        }
        Ok(Ok(Ok((text, code)))) => {
            let mut out = std::io::stdout().lock();
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                    anstream::eprintln!("gpai-register: recorded, but the answer could not be written: {error}");
                    ExitCode::from(2)
                }
                _ => ExitCode::from(code),
            }
        }
    }
}
