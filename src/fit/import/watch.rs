//! A reader that watches the text of an export on its way to the CSV reader, for what only the raw text tells: NUL
//! bytes and quotes that are not closed. It makes every line end with a single line feed, so that lines can be counted.

use std::io::{self, Read};

/// Line breaks that a quoted value may hold before its quote is taken for one that is not closed.
const MOST_LINES_IN_A_VALUE: u64 = 1000;

/// Where the text stands with regard to quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At the beginning of a value.
    Start,
    /// In a value without quotes.
    Plain,
    /// In a quoted value.
    Quoted,
    /// Behind a quote in a quoted value: its end, or the first of two.
    Closing,
    /// Behind a closed quote, with text that is neither a delimiter nor the line's end.
    Trailing,
}

/// The watching reader.
pub(super) struct Watch<R> {
    inner: R,
    delimiter: u8,
    state: State,
    line: u64,
    opened: u64,
    after_return: bool,
    last: u8,
    ended: bool,
    /// Line of the first NUL byte.
    pub(super) nul: Option<u64>,
    /// Line on which a quote opens that is not closed in its place.
    pub(super) unclosed: Option<u64>,
}

impl<R: Read> Watch<R> {
    /// Watches what `inner` yields: text in UTF-8 or another extension of ASCII.
    pub(super) fn new(inner: R, delimiter: u8) -> Self {
        let (state, line, opened) = (State::Start, 1, 1);
        let (after_return, last, ended) = (false, b'\n', false);
        Self { inner, delimiter, state, line, opened, after_return, last, ended, nul: None, unclosed: None }
    }

    /// Makes line ends alike in place: `\r\n` and a lone `\r` become `\n`. Returns the new length.
    fn unify_line_ends(&mut self, bytes: &mut [u8]) -> usize {
        if !self.after_return && !bytes.contains(&b'\r') {
            return bytes.len();
        }
        let mut length = 0;
        for i in 0..bytes.len() {
            let byte = bytes[i];
            let second = self.after_return && byte == b'\n';
            self.after_return = byte == b'\r';
            if !second {
                bytes[length] = if byte == b'\r' { b'\n' } else { byte };
                length += 1;
            }
        }
        length
    }

    /// Takes note of a piece of text.
    fn note(&mut self, bytes: &[u8]) {
        let Some(&last) = bytes.last() else { return };
        if self.nul.is_none() && bytes.contains(&0) {
            let before = bytes.iter().take_while(|b| **b != 0).filter(|b| **b == b'\n').count();
            self.nul = Some(self.line + before as u64);
        }
        let calm = matches!(self.state, State::Start | State::Plain) && !bytes.contains(&b'"');
        if calm {
            self.line += bytes.iter().filter(|b| **b == b'\n').count() as u64;
            let at_start = last == b'\n' || last == self.delimiter;
            self.state = if at_start { State::Start } else { State::Plain };
        } else {
            bytes.iter().for_each(|b| self.step(*b));
        }
        self.last = last;
    }

    /// One byte on.
    fn step(&mut self, byte: u8) {
        let value_ends = byte == b'\n' || byte == self.delimiter;
        self.state = match (self.state, byte) {
            (State::Start, b'"') => {
                self.opened = self.line;
                State::Quoted
            }
            (State::Quoted, b'"') => State::Closing,
            (State::Closing, b'"') | (State::Quoted, _) => State::Quoted,
            (_, _) if value_ends => State::Start,
            (State::Closing | State::Trailing, _) => {
                // a quote that ends lines below and is followed by text was meant to open another value
                if self.unclosed.is_none() && self.line > self.opened && byte != b' ' {
                    self.unclosed = Some(self.opened);
                }
                State::Trailing
            }
            (_, _) => State::Plain,
        };
        self.line += u64::from(byte == b'\n');
    }

    /// Whether an open quote has run on for too long.
    fn runs_on(&self) -> bool {
        self.state == State::Quoted && self.line - self.opened > MOST_LINES_IN_A_VALUE
    }
}

impl<R: Read> Read for Watch<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.unclosed.is_some() || self.ended || buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let length = self.inner.read(buffer)?;
            if length == 0 {
                return Ok(self.end(buffer));
            }
            let length = self.unify_line_ends(&mut buffer[..length]);
            self.note(&buffer[..length]);
            if self.runs_on() {
                self.unclosed = Some(self.opened);
            }
            if length > 0 {
                return Ok(length);
            }
        }
    }
}

impl<R: Read> Watch<R> {
    /// The end of the text: the last line gets its line end where it has none.
    fn end(&mut self, buffer: &mut [u8]) -> usize {
        self.ended = true;
        if self.state == State::Quoted && self.unclosed.is_none() {
            self.unclosed = Some(self.opened);
        }
        if self.last == b'\n' {
            return 0;
        }
        buffer[0] = b'\n';
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text behind the watch, read in pieces of a few bytes, with the lines of NUL and unclosed quotes.
    fn watched(text: &str, piece: usize) -> (String, Option<u64>, Option<u64>) {
        struct Pieces<'a>(&'a [u8], usize);
        impl Read for Pieces<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let n = self.1.min(self.0.len()).min(buffer.len());
                buffer[..n].copy_from_slice(&self.0[..n]);
                self.0 = &self.0[n..];
                Ok(n)
            }
        }
        let mut watch = Watch::new(Pieces(text.as_bytes(), piece), b',');
        let mut seen = String::new();
        watch.read_to_string(&mut seen).unwrap();
        (seen, watch.nul, watch.unclosed)
    }

    #[test]
    fn line_ends_become_one_and_the_last_line_has_one() {
        for piece in [1, 2, 3, 100] {
            assert_eq!(watched("a\r\nb\rc\n\r\nd", piece).0, "a\nb\nc\n\nd\n", "{piece}");
            assert_eq!(watched("a\n", piece).0, "a\n");
            assert_eq!(watched("", piece).0, "");
        }
    }

    #[test]
    fn open_quotes_are_found_and_closed_ones_left_alone() {
        for piece in [1, 2, 3, 100] {
            assert_eq!(watched("a,b\n1,\"x\ny\nz\n", piece).2, Some(2), "open to the end");
            assert_eq!(watched("a,b\n1,\"x\n2,\"y\"\n3,z\n", piece).2, Some(2), "closed by the next one's opening");
            for fine in [
                "a\n\"x\ny\"\n",
                "a\n\"x \"\"y\"\"\nz\",1\n",
                "a\n5\" pipe\n7\" pipe\n8\"\n",
                "a\n\"x\"y\n",
                "a,b\n\"x\ny\" ,z\n",
            ] {
                assert_eq!(watched(fine, piece).2, None, "{fine:?}");
            }
        }
        let long = format!("a\n\"{}", "x\n".repeat(5000));
        assert_eq!(watched(&long, 4096).2, Some(2));
        assert!(watched(&long, 4096).0.len() < 9000, "reading stops early");
    }

    #[test]
    fn nul_bytes_are_told_with_their_line() {
        assert_eq!(watched("a\nb\nc\0d\n", 100).1, Some(3));
        assert_eq!(watched("a\nb\n", 100).1, None);
    }
}
