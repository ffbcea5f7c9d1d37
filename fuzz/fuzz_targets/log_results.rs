//! Files of results of evaluations: JSON of lm_eval, lighteval and Inspect, with samples and details beside it.
#![no_main]

use gpai_evidence::files::Memory;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (&[u8], &[u8])| {
    let (result, beside) = parts;
    let time = "2026-01-21T03-44-18.458309";
    let mut opened = b"{\"config_general\": {}, \"config\": {\"model_args\": {}}, \"task_hashes\": {\"t\": \"00\"}, ".to_vec();
    opened.extend(result);
    let folder = Memory::new()
        .with(&format!("results_{time}.json"), result)
        .with(&format!("x_{time}.json"), opened)
        .with(&format!("samples_t_{time}.jsonl"), beside)
        .with(&format!("details/o/m/{time}/details_t|0_{time}.parquet"), beside);
    gpai_fuzz::read(folder);
});
