use std::slice::Iter;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::expansion::{Call, check};

/// The words of the language that the macros read. A byte is the place of one.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    ",", "=", "|", ";", ":", "::", "->", "=>", "#", "!", "&", "'a", "<", ">", "..=", "..", "_", "-", "?", "@", "||", "$",
    "attempts", "backoff", "schedule", "factor", "max_delay", "jitter", "on", "on_ok", "on_outcome", "exhausted",
    "deadline", "reset_after", "max_retry_after", "exact_hints", "throttled_delay", "attempt_timeout", "timed_out",
    "policy", "http", "unmarked", "on_retry", "on_stop", "on_end", "budget", "breaker", "rejected", "cancel", "timer", "clone", "context",
    "name", "crate", "retries", "delay", "retry", "no_retry", "after", "transparent", "source", "from",
    "unlimited", "full", "equal", "decorrelated", "none", "true", "ms", "s",
    "fn", "async", "move", "self", "mut", "ref", "const", "unsafe", "extern", "pub", "impl", "dyn", "where", "for",
    "if", "match", "return", "await", "let", "struct", "enum", "union", "type", "Self", "super",
    "f", "x", "token", "error", "Error", "Result", "Option", "Future", "Output", "Pin", "Box", "pin", "T", "E", "u32",
    "Ok", "Err", "Some", "std", "block_on", "async_trait", "is_busy", "__self", "r#fn",
    "0", "1", "3", "5ms", "1.5s", "1m30s", "100ms", "0x10s", "61", "500", "2.0", "1e400", "0.5", "u64", "5_000ms",
    "18446744073709551616s", "\"text\"", "b\"bytes\"", "'c'", "1u8", "5e3s", "1.", "0s", "4294967296",
];

const OPEN: [(u8, Delimiter); 4] = [
    (0xff, Delimiter::Parenthesis),
    (0xfe, Delimiter::Brace),
    (0xfd, Delimiter::Bracket),
    // What `macro_rules!` puts around `$e:expr`. Source code cannot write it.
    (0xfc, Delimiter::None),
];
const CLOSE: u8 = 0xfb;
const DEEPEST: u32 = 30;

/// Expands any sequence of words: those that source code cannot write too. The first byte says which macro.
pub fn tokens(input: &[u8]) {
    let Some((macro_of, input)) = input.split_first() else {
        return;
    };
    let mut bytes = input.iter();
    let first = group(&mut bytes, 0);
    check(match macro_of % 4 {
        0 => Call::Block(first),
        1 => Call::Derive(first),
        _ => Call::Function {
            arguments: first,
            item: group(&mut bytes, 0),
        },
    });
}

/// The words up to the end of a group.
fn group(bytes: &mut Iter<'_, u8>, depth: u32) -> TokenStream {
    let mut tokens = TokenStream::new();
    while let Some(byte) = bytes.next() {
        if *byte == CLOSE {
            break;
        }
        let opened = OPEN.iter().find(|(open, _)| open == byte);
        match opened {
            Some((_, delimiter)) if depth < DEEPEST => {
                let inside = group(bytes, depth + 1);
                tokens.extend([TokenTree::from(Group::new(*delimiter, inside))]);
            }
            Some(_) => {}
            None => {
                let word = WORDS[usize::from(*byte) % WORDS.len()];
                let word: TokenStream = word.parse().expect("words are tokens");
                tokens.extend(word);
            }
        }
    }
    tokens
}
