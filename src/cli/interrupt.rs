//! Ctrl-C: the first asks the run to stop, the second ends the program at once.

use super::exit::{Exit, Failure};
use super::write;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED_TO_STOP: AtomicBool = AtomicBool::new(false);

/// Starts to listen for Ctrl-C.
pub fn listen() -> Result<(), Failure> {
    let listening = ctrlc::set_handler(|| {
        if ASKED_TO_STOP.swap(true, Ordering::SeqCst) {
            write::abandon();
            std::process::exit(Exit::Interrupted as i32);
        }
    });
    let failed = |error| {
        let message = format!("cannot listen for Ctrl-C: {error}");
        Failure::saying(Exit::Broken, "interrupt", message, &[])
    };
    listening.map_err(failed)
}

/// Whether Ctrl-C was pressed.
pub fn asked_to_stop() -> bool {
    ASKED_TO_STOP.load(Ordering::Relaxed)
}

/// An error where Ctrl-C was pressed; asked between the phases of a run.
pub fn check() -> Result<(), Failure> {
    if asked_to_stop() { Err(Failure::interrupted()) } else { Ok(()) }
}
