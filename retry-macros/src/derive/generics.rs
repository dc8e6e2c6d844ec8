use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use crate::{
    attrs::Attrs,
    tokens::{
        Angles, bracketed, colon, is_mark, is_word, list, outside, split_at_commas, stream,
        ungrouped,
    },
};

/// The parameters of a type, and what its `where` asks of them.
pub(super) struct Generics {
    params: Vec<Param>,
    predicates: Vec<Vec<TokenTree>>,
}

struct Param {
    attrs: Attrs,
    /// With the bounds, without the default.
    declared: Vec<TokenTree>,
    /// The name as an argument: a lifetime has its tick.
    name: Vec<TokenTree>,
    is_type: bool,
}

impl Generics {
    /// Those in angle brackets at the start, if any, and what stands behind them.
    pub(super) fn split(tokens: &[TokenTree]) -> (Self, &[TokenTree]) {
        let length = match tokens.first() {
            first if is_mark(first, '<') => bracketed(tokens).unwrap_or_default(),
            _ => 0,
        };
        let (params, rest) = tokens.split_at(length);
        let inside = params.get(1..length.saturating_sub(1)).unwrap_or_default();
        let params = split_at_commas(inside).into_iter();
        let generics = Self {
            params: params.map(Param::of).collect(),
            predicates: Vec::new(),
        };
        (generics, rest)
    }

    /// With this `where` clause, which may be nothing.
    pub(super) fn under(mut self, clause: &[TokenTree]) -> Self {
        if let Some((_, predicates)) = clause.split_first() {
            let predicates = split_at_commas(predicates).into_iter();
            self.predicates = predicates.map(<[_]>::to_vec).collect();
        }
        self
    }

    /// Whether this is the name of a type parameter.
    pub(super) fn declares(&self, name: &Ident) -> bool {
        self.params.iter().any(|param| {
            param.is_type && matches!(param.name.as_slice(), [TokenTree::Ident(it)] if it == name)
        })
    }

    /// Asks for one more.
    pub(super) fn ask(&mut self, predicate: TokenStream) {
        self.predicates.push(list(predicate));
    }

    /// Whether the type is bounded by a trait of this name, at its declaration or behind `where`.
    pub(super) fn bound(&self, ty: &[TokenTree], by: &str) -> bool {
        let written = |tokens: &[TokenTree]| stream(tokens).to_string();
        let declarations = self.params.iter().map(|param| &param.declared);
        declarations.chain(&self.predicates).any(|bounded| {
            colon(bounded).is_some_and(|colon| {
                written(&bounded[..colon]) == written(ty)
                    && names(&ungrouped(&bounded[colon + 1..]), by)
            })
        })
    }

    /// Behind `impl`.
    pub(super) fn of_impl(&self) -> Option<TokenStream> {
        let params = self.params.iter().map(
            |Param {
                 attrs, declared, ..
             }| { quote!(#attrs #(#declared)*) },
        );
        (!self.params.is_empty()).then(|| quote!(<#(#params),*>))
    }

    /// Behind the name of the type.
    pub(super) fn of_type(&self) -> Option<TokenStream> {
        let names = self
            .params
            .iter()
            .map(|Param { name, .. }| quote!(#(#name)*));
        (!self.params.is_empty()).then(|| quote!(<#(#names),*>))
    }

    /// Behind all that.
    pub(super) fn clause(&self) -> Option<TokenStream> {
        let predicates = self.predicates.iter().map(|it| quote!(#(#it)*));
        (!self.predicates.is_empty()).then(|| quote!(where #(#predicates),*))
    }
}

impl Param {
    fn of(tokens: &[TokenTree]) -> Self {
        let (attrs, tokens) = Attrs::split(tokens);
        let declared = without_default(tokens);
        let (name, is_type) = match declared {
            [tick, name, ..] if is_mark(Some(tick), '\'') => {
                (vec![tick.clone(), name.clone()], false)
            }
            [keyword, name, ..] if is_word(keyword, "const") => (vec![name.clone()], false),
            [name, ..] => (vec![name.clone()], true),
            [] => (Vec::new(), false),
        };
        Self {
            attrs,
            declared: declared.to_vec(),
            name,
            is_type,
        }
    }
}

fn without_default(tokens: &[TokenTree]) -> &[TokenTree] {
    let equals = outside(tokens, &|token| is_mark(Some(token), '='));
    &tokens[..equals.unwrap_or(tokens.len())]
}

/// Whether one of these bounds is a path that ends in this name.
fn names(bounds: &[TokenTree], name: &str) -> bool {
    let mut angles = Angles::default();
    let mut is_last = false;
    for token in bounds {
        angles.pass(token);
        match token {
            _ if angles.depth > 0 => {}
            plus if is_mark(Some(plus), '+') && is_last => return true,
            TokenTree::Ident(_) => is_last = is_word(token, name),
            _ => {}
        }
    }
    is_last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::text::{handed_on, packed, tokens};

    fn generics(declared: &str, clause: &str) -> Generics {
        let declared = tokens(declared);
        Generics::split(&declared).0.under(&tokens(clause))
    }

    #[test]
    fn parameters_are_told_from_their_defaults() {
        let generics = generics(
            "<'a, #[cfg(b)] T: X<A = B> = Y, const N: usize = 5> { f: T }",
            "",
        );
        let of_impl = list(generics.of_impl().expect("parameters"));
        let of_type = list(generics.of_type().expect("parameters"));
        assert_eq!(packed(&of_impl), "<'a,#[cfg(b)]T:X<A=B>,constN:usize>");
        assert_eq!(packed(&of_type), "<'a,T,N>");
        for (name, is_type) in [("T", true), ("N", false), ("a", false), ("Y", false)] {
            let name = Ident::new(name, proc_macro2::Span::call_site());
            assert_eq!(generics.declares(&name), is_type, "{name}");
        }
    }

    #[test]
    fn bounds_are_found() {
        for (declared, clause, ty, expected) in [
            ("<T: Retryable>", "", "T", true),
            ("<T: Clone + ::core::Retryable + 'static>", "", "T", true),
            ("<T>", "where U: Clone, T: Clone + Retryable", "T", true),
            ("<T>", "where Vec<T>: Retryable", "Vec<T>", true),
            ("<T>", "where Vec<T>: Retryable", "T", false),
            ("<T: Clone>", "", "T", false),
            ("<T: Retryable::Other>", "", "T", false),
            ("<T: Other<Retryable> + Clone>", "", "T", false),
            ("<T: Iterator<Item: Retryable>>", "", "T", false),
        ] {
            let found = generics(declared, clause).bound(&tokens(ty), "Retryable");
            assert_eq!(found, expected, "{declared} {clause}");
        }
        let mut handed = generics("<T>", "");
        let (ty, by) = (handed_on("Vec<T>"), handed_on("a::Retryable"));
        handed.ask(quote!(#ty: #by));
        assert!(handed.bound(&tokens("Vec<T>"), "Retryable"));
    }
}
