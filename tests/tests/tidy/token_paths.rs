//! Finds paths in tokens whose grammar is unknown: names with `::` between them.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use crate::mentions::Mention;

/// Adds the paths in some tokens, and in the groups among them.
pub(crate) fn add_paths(tokens: &TokenStream, found: &mut Vec<Mention>) {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    walk(&tokens, found);
}

fn walk(tokens: &[TokenTree], found: &mut Vec<Mention>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(name) if name == "pub" && is_group(tokens.get(at + 1)) => at += 2,
            TokenTree::Ident(_) if is_field_name(&tokens[at + 1..]) => at += 1,
            TokenTree::Ident(_) if starts_path(&tokens[..at], token) => {
                at += walk_path(&tokens[at..], &[], found);
            }
            TokenTree::Group(group) => {
                add_paths(&group.stream(), found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Whether one colon follows, as after the name of a field or a parameter.
fn is_field_name(after: &[TokenTree]) -> bool {
    after.first().is_some_and(is_colon) && !after.get(1).is_some_and(is_colon)
}

fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
}

fn is_group(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
}

/// `a` in `x.a` is a field, in `::a` another crate, in `'a` a lifetime, and `$a` may be anything. `$crate` is
/// this crate.
fn starts_path(before: &[TokenTree], name: &TokenTree) -> bool {
    match before.last() {
        Some(TokenTree::Punct(punct)) => match punct.as_char() {
            '.' | '\'' => {
                matches!(before, [.., TokenTree::Punct(first), _] if first.as_char() == '.')
            }
            ':' => !ends_in_colons(before),
            '$' => name.to_string() == "crate",
            _ => true,
        },
        _ => true,
    }
}

fn ends_in_colons(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [.., first, second] if is_colon(first) && is_colon(second))
}

/// Adds the path that the tokens begin with, or several if it ends in a group as in `use`. Returns how
/// many tokens it took.
fn walk_path(tokens: &[TokenTree], prefix: &[Ident], found: &mut Vec<Mention>) -> usize {
    let mut names = prefix.to_vec();
    let mut at = 0;
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(name)) => names.push(name.clone()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                for tree in inner.split(|token| token.to_string() == ",") {
                    walk_path(tree, &names, found);
                }
                return at + 1;
            }
            _ => break,
        }
        at += 1;
        if !ends_in_colons(&tokens[at..tokens.len().min(at + 2)]) {
            break;
        }
        at += 2;
    }
    found.extend(Mention::of(&names));
    at.max(1)
}
