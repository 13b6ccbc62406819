//! The crate's own source as the compiler sees it: without comments, texts and test modules.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of `src`.
pub struct File {
    /// Path below `src`, with `/`: `simulate/run.rs`.
    pub path: String,
    /// As written.
    pub text: String,
    /// Without comments, the insides of texts, and what only tests compile; line for line as written.
    pub code: String,
}

/// Every file of `src`, sorted by path.
pub fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    paths.iter().map(|path| read(path, &root)).collect()
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            out.push(path);
        }
    }
}

fn read(path: &Path, root: &Path) -> File {
    let text = fs::read_to_string(path).expect("a source file is text");
    let below = path.strip_prefix(root).expect("below src");
    let parts: Vec<&str> = below.iter().map(|part| part.to_str().expect("file names are ASCII")).collect();
    let only_tests = parts.last() == Some(&"tests.rs") || parts.contains(&"tests");
    let code = if only_tests { String::new() } else { without_tests(&bare(&text)) };
    File { path: parts.join("/"), text, code }
}

/// Code with every comment and the inside of every text blanked, line breaks kept.
pub fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut i = 0;
    while i < chars.len() {
        let end = skipped_to(&chars, i);
        if end == i {
            out.push(chars[i]);
            i += 1;
        } else {
            let blank = |c: &char| if *c == '\n' { '\n' } else { ' ' };
            out.extend(chars[i..end].iter().map(blank));
            i = end;
        }
    }
    out
}

/// Where the comment, text or character that starts at `i` ends; `i` itself where none does.
fn skipped_to(chars: &[char], i: usize) -> usize {
    let next = chars.get(i + 1).copied();
    match (chars[i], next) {
        ('/', Some('/')) => chars[i..].iter().position(|&c| c == '\n').map_or(chars.len(), |n| i + n),
        ('/', Some('*')) => block_comment_end(chars, i),
        ('"', _) => text_end(chars, i + 1),
        ('r', Some('"' | '#')) if !follows_name(chars, i) => raw_text_end(chars, i),
        ('\'', _) => character_end(chars, i),
        _ => i,
    }
}

fn follows_name(chars: &[char], i: usize) -> bool {
    i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == '_') && chars[i - 1] != 'b'
}

fn block_comment_end(chars: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut i = start;
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => (depth, i) = (depth + 1, i + 2),
            ('*', Some('/')) => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    chars.len()
}

fn text_end(chars: &[char], start: usize) -> usize {
    let mut i = start;
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            '"' => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

/// `r"..."`, `r#"..."#`; a raw name (`r#type`) is no text.
fn raw_text_end(chars: &[char], start: usize) -> usize {
    let hashes = chars[start + 1..].iter().take_while(|&&c| c == '#').count();
    if chars.get(start + 1 + hashes) != Some(&'"') {
        return start;
    }
    let closes = |i: usize| chars[i] == '"' && (1..=hashes).all(|k| chars.get(i + k) == Some(&'#'));
    (start + 2 + hashes..chars.len()).find(|&i| closes(i)).map_or(chars.len(), |i| i + 1 + hashes)
}

/// `'x'` and `'\n'`; a lifetime is no character.
fn character_end(chars: &[char], start: usize) -> usize {
    match (chars.get(start + 1), chars.get(start + 2)) {
        (Some('\\'), _) => chars[start + 3..].iter().position(|&c| c == '\'').map_or(chars.len(), |n| start + n + 4),
        (Some(_), Some('\'')) => start + 3,
        _ => start,
    }
}

/// Code without the modules under `#[cfg(test)]`.
pub fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        out.push_str(&rest[..at]);
        let after = &rest[at..];
        let end = item_end(after);
        out.extend(after[..end].chars().filter(|&c| c == '\n'));
        rest = &after[end..];
    }
    out + rest
}

/// Where the item that starts the text ends: at its closing brace, or at its semicolon.
fn item_end(text: &str) -> usize {
    let mut depth = 0;
    for (i, c) in text.char_indices() {
        match c {
            ';' if depth == 0 => return i + 1,
            '{' => depth += 1,
            '}' if depth == 1 => return i + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether a file is one of these, or below one of these folders (that end with `/`).
pub fn at_home(path: &str, homes: &[&str]) -> bool {
    homes.iter().any(|home| path == *home || (home.ends_with('/') && path.starts_with(home)))
}

/// "simulate/run.rs:12: the line" for each line of code that holds `word` as a whole word.
pub fn uses(file: &File, word: &str) -> Vec<String> {
    let lines = file.code.lines().enumerate().filter(|(_, line)| has_word(line, word));
    lines.map(|(i, line)| format!("{}:{}: {}", file.path, i + 1, line.trim())).collect()
}

/// Whether a line holds the word and not only a longer name that it is part of.
pub fn has_word(line: &str, word: &str) -> bool {
    let named = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let joined = |a: Option<char>, b: Option<char>| named(a) && named(b);
    line.match_indices(word).any(|(at, _)| {
        let before = joined(line[..at].chars().next_back(), word.chars().next());
        let after = joined(word.chars().next_back(), line[at + word.len()..].chars().next());
        !before && !after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_texts_and_characters_are_blanked_line_for_line() {
        let text =
            "a // b\nlet c = \"d \\\" e\"; /* f\n /* g */ h */ let i = r#\"j \" k\"#; let l = '\"'; m::<'n>(\"o\")";
        let code = bare(text);
        assert_eq!(code.lines().count(), text.lines().count());
        let left: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(left, "aletc=;leti=;letl=;m::<'n>()");
    }

    #[test]
    fn test_modules_are_left_out_and_what_follows_is_kept() {
        let code =
            "use a;\n#[cfg(test)]\nmod tests {\n fn f() { if x { y } }\n}\nfn g() {}\n#[cfg(test)]\nmod t;\nfn h() {}";
        let kept = without_tests(code);
        assert_eq!(kept.lines().count(), code.lines().count());
        assert!(kept.contains("fn g()") && kept.contains("fn h()") && kept.contains("use a;"));
        assert!(!kept.contains("fn f()") && !kept.contains("mod t"));
    }

    #[test]
    fn words_are_whole_words() {
        assert!(has_word("use rayon::prelude;", "rayon"));
        assert!(!has_word("use crayons::x;", "rayon"));
        assert!(has_word("println!(1)", "println!"));
        assert!(!has_word("eprintln!(1)", "println!"));
        assert!(has_word("x.exp()", ".exp("));
    }
}
