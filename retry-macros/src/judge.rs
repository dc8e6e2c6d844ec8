use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Expr, Pat, Path, Result, Token,
    parse::{ParseStream, Parser, discouraged::Speculative},
};

/// The value of `on`, `on_ok`, `on_outcome`: a predicate to call, or a pattern to match.
pub(crate) enum Judge {
    Predicate(Expr),
    Pattern {
        pat: Box<Pat>,
        guard: Option<Box<Expr>>,
    },
}

impl Judge {
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self> {
        if let Some(inner) = invisible_group(input) {
            return Self::parse.parse2(inner);
        }
        let starts_predicate = input.peek(Token![|])
            || input.peek(Token![move])
            || input.peek(Token![self])
            || input.peek(Token![!])
            || input.peek(syn::token::Brace);
        if !starts_predicate {
            let ahead = input.fork();
            if let Some(pattern) = pattern(&ahead) {
                input.advance_to(&ahead);
                return Ok(pattern);
            }
        }
        input.parse().map(Self::Predicate)
    }

    /// The predicate as an expression: a pattern becomes a closure over a reference.
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Self::Predicate(expr) => expr.to_token_stream(),
            Self::Pattern { pat, guard } => {
                let judged = Ident::new("judged", Span::mixed_site());
                let guard = guard.as_ref().map(|guard| quote!(if #guard));
                let exists = existing_name(pat);
                // A constant and a string match the value, not the reference to it; what binds must
                // bind a reference.
                let seen = if binds(pat) {
                    quote!(#judged)
                } else {
                    quote!(*#judged)
                };
                quote! {
                    |#judged| {
                        #exists
                        match #seen {
                            #pat #guard => true,
                            #[allow(unreachable_patterns)]
                            _ => false,
                        }
                    }
                }
            }
        }
    }
}

/// A group that `macro_rules!` put around `$e:expr` or `$p:pat`.
fn invisible_group(input: ParseStream<'_>) -> Option<TokenStream> {
    let ahead = input.fork();
    let TokenTree::Group(group) = ahead.parse().ok()? else {
        return None;
    };
    if group.delimiter() != Delimiter::None || !at_end(&ahead) {
        return None;
    }
    input.advance_to(&ahead);
    Some(group.stream())
}

fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// Reads a pattern with its guard, if that is what stands here.
fn pattern(input: ParseStream<'_>) -> Option<Judge> {
    let pat = Pat::parse_multi_with_leading_vert(input).ok()?;
    let guard = if input.peek(Token![if]) {
        input.parse::<Token![if]>().ok()?;
        Some(Box::new(input.parse::<Expr>().ok()?))
    } else {
        None
    };
    if !at_end(input) || (guard.is_none() && names_a_function(&pat)) {
        return None;
    }
    Some(Judge::Pattern {
        pat: Box::new(pat),
        guard,
    })
}

/// A path or a call whose path ends in lower case: `is_transient`, `one_of([502, 503])`.
fn names_a_function(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(name) => {
            name.subpat.is_none() && name.by_ref.is_none() && is_lower_case(&name.ident)
        }
        Pat::Path(path) => ends_in_lower_case(&path.path),
        Pat::TupleStruct(call) => ends_in_lower_case(&call.path),
        _ => false,
    }
}

fn ends_in_lower_case(path: &Path) -> bool {
    path.segments
        .last()
        .is_some_and(|last| is_lower_case(&last.ident))
}

fn is_lower_case(name: &Ident) -> bool {
    let name = name.to_string();
    name.trim_start_matches("r#")
        .starts_with(|first: char| first.is_lowercase() || first == '_')
}

/// For a pattern of one name: a use of that name as a value, which never runs. A typo is then an
/// error, not a binding that matches everything.
fn existing_name(pat: &Pat) -> Option<TokenStream> {
    let Pat::Ident(name) = pat else { return None };
    // In lower case it stands before a guard, which uses it. `None` always exists, and as a value of
    // its own it would have no type.
    if name.subpat.is_some() || is_lower_case(&name.ident) || name.ident == "None" {
        return None;
    }
    let name = &name.ident;
    Some(quote_spanned! {name.span()=>
        #[allow(clippy::no_effect_underscore_binding, path_statements, unreachable_code, unused_must_use)]
        if false { let _ = #name; }
    })
}

/// Whether the pattern binds a part of what it matches, or is written for a reference (`&K`).
fn binds(pat: &Pat) -> bool {
    match pat {
        Pat::Const(_)
        | Pat::Lit(_)
        | Pat::Path(_)
        | Pat::Range(_)
        | Pat::Rest(_)
        | Pat::Wild(_) => false,
        Pat::Ident(name) => {
            name.subpat.is_some() || name.by_ref.is_some() || is_lower_case(&name.ident)
        }
        Pat::Or(alternatives) => alternatives.cases.iter().any(binds),
        Pat::Paren(inner) => binds(&inner.pat),
        Pat::Slice(slice) => slice.elems.iter().any(binds),
        Pat::Struct(fields) => fields.fields.iter().any(|field| binds(&field.pat)),
        Pat::Tuple(tuple) => tuple.elems.iter().any(binds),
        Pat::TupleStruct(tuple) => tuple.elems.iter().any(binds),
        _ => true,
    }
}

/// The group with its delimiters, spanned as a place in the user's code.
pub(crate) fn located(group: &Group) -> Span {
    Span::call_site().located_at(group.span_open())
}
