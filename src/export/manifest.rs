//! The manifest of a pack: every file with its digest, what it was made from, and how.

use crate::outcome::Provenance;
use crate::report::pack::Origin;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The format's number.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Manifest<'a> {
    format: u32,
    program: Program<'a>,
    command: &'a str,
    run: Run<'a>,
    scenario_digest: &'a str,
    inputs: Vec<File<'a>>,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct Program<'a> {
    name: &'static str,
    version: &'a str,
    scheme: &'a str,
}

#[derive(Serialize)]
struct Run<'a> {
    trials: u64,
    seed: u64,
    sampling: &'a str,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    sha256: &'a str,
}

/// manifest.json: `files` are names with the digests of their bytes, in the order of their names.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn manifest(origin: &Origin, run: &Provenance, files: &[(String, String)]) -> serde_json::Result<Vec<u8>> {
    let listed = |files: &'_ [(String, String)]| -> Vec<(String, String)> {
        let mut files = files.to_vec();
        files.sort();
        files
    };
    let (inputs, files) = (origin.inputs.clone(), listed(files));
    fn of(files: &[(String, String)]) -> Vec<File<'_>> {
        files.iter().map(|(name, sha256)| File { name, sha256 }).collect()
    }
    let manifest = Manifest {
        format: FORMAT,
        program: Program { name: "planodds", version: &run.version, scheme: &run.scheme },
        command: &origin.command,
        run: Run { trials: run.trials, seed: run.seed, sampling: &run.sampling },
        scenario_digest: &run.digest,
        inputs: of(&inputs),
        files: of(&files),
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The SHA-256 of bytes, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
