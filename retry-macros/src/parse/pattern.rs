use proc_macro2::Ident;
use syn::{
    Expr, Pat, Path, Result, Token,
    ext::IdentExt as _,
    parse::{ParseStream, discouraged::Speculative as _},
};

use super::{key_value::Value as _, subpatterns::subpatterns, whole_value::at_end};

/// A pattern that outcomes are matched against.
pub(crate) struct Pattern {
    pub(crate) pat: Pat,
    pub(crate) guard: Option<(Token![if], Expr)>,
    /// Whether it binds something, or is written for a reference as in `&K`.
    pub(crate) binds: bool,
}

impl Pattern {
    /// Parses the value if it is a pattern. Otherwise consumes nothing.
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Option<Self>> {
        // After a bar, the pattern `| a | b` and the closure `|a| b` look the same.
        if input.peek(Token![|]) {
            return Ok(None);
        }
        let ahead = input.fork();
        let Ok(mut pat) = Pat::parse_multi(&ahead) else {
            return Ok(None);
        };
        let guard: Option<Token![if]> = ahead.parse()?;
        if guard.is_none() && (!at_end(&ahead) || is_predicate(&pat)) {
            return Ok(None);
        }
        input.advance_to(&ahead);
        let guard = match guard {
            Some(keyword) => Some((keyword, Expr::parse_value(input)?)),
            None => None,
        };
        let binds = binds(&mut pat);
        Ok(Some(Self { pat, guard, binds }))
    }

    /// The name, if the pattern is nothing else and not in lower case. It has to exist: a typo would be a
    /// binding that matches everything.
    pub(crate) fn name_of_constant(&self) -> Option<&Ident> {
        // `None` always exists, and alone it has no type.
        lone_name(&self.pat).filter(|name| !is_lower_case(name) && *name != "None")
    }
}

/// Whether this is a path or a call whose path ends in lower case: `is_transient`, `one_of([502, 503])`.
/// A closure in parentheses, `(|error| true)`, looks like a pattern too.
fn is_predicate(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(_) => lone_name(pat).is_some_and(is_lower_case),
        Pat::Path(path) => ends_in_lower_case(&path.path),
        Pat::TupleStruct(call) => ends_in_lower_case(&call.path),
        Pat::Paren(inner) => is_predicate(&inner.pat),
        Pat::Or(alternatives) => alternatives.leading_vert.is_some(),
        _ => false,
    }
}

/// The name, if the pattern is nothing else.
fn lone_name(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(name) => {
            let is_alone =
                name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none();
            is_alone.then_some(&name.ident)
        }
        _ => None,
    }
}

fn ends_in_lower_case(path: &Path) -> bool {
    let last = path.segments.last();
    last.is_some_and(|last| is_lower_case(&last.ident))
}

/// Variables and functions are in lower case, constants and variants are not.
fn is_lower_case(name: &Ident) -> bool {
    let name = name.unraw().to_string();
    name.starts_with(|first: char| first.is_lowercase() || first == '_')
}

fn binds(pat: &mut Pat) -> bool {
    match pat {
        Pat::Ident(_) => lone_name(pat).is_none_or(is_lower_case),
        Pat::Const(_)
        | Pat::Lit(_)
        | Pat::Path(_)
        | Pat::Range(_)
        | Pat::Rest(_)
        | Pat::Wild(_) => false,
        // What a macro expands to is unknown here.
        Pat::Macro(_) | Pat::Reference(_) | Pat::Verbatim(_) => true,
        other => subpatterns(other).into_iter().any(binds),
    }
}

#[cfg(test)]
mod tests {
    use syn::parse::Parser as _;

    use super::*;

    fn read(text: &str) -> Option<Pattern> {
        let parser = |input: ParseStream<'_>| {
            let pattern = Pattern::parse(input);
            input.parse::<proc_macro2::TokenStream>()?;
            pattern
        };
        parser.parse_str(text).unwrap()
    }

    #[test]
    fn patterns_are_told_from_predicates() {
        for pattern in include_str!("../../snapshots/patterns.txt").lines() {
            assert!(read(pattern).is_some(), "{pattern}");
        }
        for predicate in include_str!("../../snapshots/predicates.txt").lines() {
            assert!(read(predicate).is_none(), "{predicate}");
        }
    }

    #[test]
    fn bindings_in_a_pattern_are_found() {
        for (pattern, expected) in [
            ("code if true", true),
            ("Error::Status(code)", true),
            ("Error { code, .. }", true),
            ("Error { code: number, .. }", true),
            ("A | B(x)", true),
            ("[first, ..]", true),
            ("ref all", true),
            ("Error::Status(_code)", true),
            ("Whole @ 1..=5", true),
            ("(A, &K)", true),
            ("Error::Status(any!())", true),
            ("Error::Timeout", false),
            ("Error::Status(500..=599)", false),
            ("Error { code: 5, .. }", false),
            ("error::Kind::A | crate::B", false),
            ("i32::MAX", false),
            ("Page::<u8>::EMPTY", false),
            ("const { low }", false),
            ("_ | true", false),
            ("BUSY | \"busy\"", false),
        ] {
            let read = read(pattern).unwrap_or_else(|| panic!("no pattern: {pattern}"));
            assert_eq!(read.binds, expected, "{pattern}");
        }
    }
}
