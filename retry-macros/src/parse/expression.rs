use proc_macro2::{Delimiter, Span, TokenTree};
use syn::{Error, Expr, Result, buffer::Cursor, parse::ParseStream};

use super::{key_value::Value, whole_value::at_end};
use crate::errors;

impl Value for Expr {
    const KIND: &'static str = "an expression";

    fn parse_value(input: ParseStream<'_>) -> Result<Self> {
        let begin = input.cursor();
        input.parse().map_err(|error| {
            let is_unfinished = at_end(input);
            match last_token(begin, input.cursor()) {
                Some(last) if is_unfinished => unfinished_after(last, error),
                _ => error,
            }
        })
    }
}

/// The error, at the last token of the value. syn points after it, where the attribute ends or the next
/// option begins.
fn unfinished_after(last: Span, error: Error) -> Error {
    let message = error.to_string();
    let reason = message.strip_prefix("unexpected end of input, ");
    match reason.unwrap_or(&message) {
        reason if reason.starts_with("expected") => errors::unfinished(last, reason),
        _ => error,
    }
}

/// The token before the end, unless it is a group: something may be missing inside of that, and there syn's
/// own error points.
fn last_token(begin: Cursor<'_>, end: Cursor<'_>) -> Option<Span> {
    let mut last = Some(begin.prev_span());
    let mut at = begin;
    while at < end {
        let (token, next) = at.token_tree()?;
        last = match token {
            TokenTree::Group(group) if group.delimiter() != Delimiter::None => None,
            token => Some(token.span()),
        };
        at = next;
    }
    last
}

/// The expression out of the invisible groups that `macro_rules!` puts around `$e:expr`.
pub(crate) fn ungrouped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(group) => ungrouped(&group.expr),
        other => other,
    }
}
