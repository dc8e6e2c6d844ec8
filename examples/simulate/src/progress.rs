use std::io::{self, IsTerminal as _, Stderr, Write as _};

/// What runs at the moment, on stderr: one line that changes in a terminal, a line for each run elsewhere.
#[derive(Debug)]
pub(crate) struct Progress {
    stderr: Stderr,
    is_terminal: bool,
    last: String,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let stderr = io::stderr();
        Self {
            is_terminal: stderr.is_terminal(),
            stderr,
            last: String::new(),
        }
    }

    /// A run has reached this second of its time.
    pub(crate) fn show(&mut self, scenario: &str, run: &str, second: u64) {
        // Nobody reads it if stderr is closed.
        if self.is_terminal {
            let _ = write!(self.stderr, "\r\x1b[K{scenario}: {run}, {second} s");
            let _ = self.stderr.flush();
        } else if self.last != run {
            let _ = writeln!(self.stderr, "{scenario}: {run}");
        }
        run.clone_into(&mut self.last);
    }

    /// Makes room for the table.
    pub(crate) fn clear(&mut self) {
        self.last.clear();
        if self.is_terminal {
            let _ = write!(self.stderr, "\r\x1b[K");
        }
    }
}
