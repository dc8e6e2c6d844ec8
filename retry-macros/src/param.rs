use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;

use crate::{
    attrs::Attrs,
    tokens::{any_word, colon, comma, is_mark, is_word, list, split_at_commas, stream, ungrouped},
};

/// A parameter of the annotated function.
pub(crate) struct Param {
    attrs: Attrs,
    pub(crate) pattern: Vec<TokenTree>,
    /// The colon and the type: nothing for `self`, `&self` and the like.
    of_type: Vec<TokenTree>,
}

/// What a type is as far as copies of a parameter go.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Reference {
    No,
    Shared,
    Mutable,
}

impl Param {
    /// All parameters, from what stands in their parentheses.
    pub(crate) fn all(list: &[TokenTree]) -> Vec<Self> {
        split_at_commas(list).into_iter().map(Self::of).collect()
    }

    fn of(tokens: &[TokenTree]) -> Self {
        let (attrs, tokens) = Attrs::split(tokens);
        let (pattern, of_type) = tokens.split_at(colon(tokens).unwrap_or(tokens.len()));
        Self {
            attrs,
            pattern: pattern.to_vec(),
            of_type: of_type.to_vec(),
        }
    }

    /// The `mut` of a `mut self`, in which changes would stay.
    pub(crate) fn mutable_self(&self) -> Option<&Ident> {
        match (self.pattern.as_slice(), self.of_type.as_slice()) {
            ([TokenTree::Ident(mutability), TokenTree::Ident(name)], [])
                if mutability == "mut" && name == "self" =>
            {
                Some(mutability)
            }
            _ => None,
        }
    }

    pub(crate) fn is_self(&self) -> bool {
        self.pattern
            .last()
            .is_some_and(|last| is_word(last, "self"))
    }

    /// Whether the pattern is a name for the whole value.
    pub(crate) fn is_lone_name(&self) -> bool {
        match ungrouped(&self.pattern).as_slice() {
            [TokenTree::Ident(_)] => true,
            [mode, ..] if is_word(mode, "ref") => true,
            [TokenTree::Ident(_), at, ..] => is_mark(Some(at), '@'),
            _ => false,
        }
    }

    /// Whether the pattern names this binding.
    pub(crate) fn binds(&self, name: &Ident) -> bool {
        any_word(&self.pattern, &|word| word == name)
    }

    pub(crate) fn reference(&self) -> Reference {
        self.of_type
            .split_first()
            .map_or(Reference::No, |(_, ty)| reference(ty))
    }

    /// The `#[cfg(..)]` among the attributes.
    pub(crate) fn cfgs(&self) -> TokenStream {
        let mut cfgs = TokenStream::new();
        for attr in self.attrs.iter().filter(|attr| attr.name == "cfg") {
            cfgs.extend(stream(attr.tokens));
        }
        cfgs
    }
}

impl ToTokens for Param {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self {
            attrs,
            pattern,
            of_type,
        } = self;
        attrs.to_tokens(tokens);
        for part in [pattern, of_type] {
            tokens.extend(stream(part));
        }
    }
}

/// Looks into the invisible group that `macro_rules!` puts around `$t:ty`, and into parentheses that
/// make no tuple.
fn reference(ty: &[TokenTree]) -> Reference {
    match ty {
        [TokenTree::Group(group)] if group.delimiter() != Delimiter::Bracket => {
            let inside = list(group.stream());
            match comma(&inside) {
                None => reference(&inside),
                Some(_) => Reference::No,
            }
        }
        [ampersand, target @ ..] if is_mark(Some(ampersand), '&') => {
            let target = ungrouped(target);
            let target = match target.as_slice() {
                [tick, _, target @ ..] if is_mark(Some(tick), '\'') => target,
                target => target,
            };
            match target.first() {
                Some(word) if is_word(word, "mut") => Reference::Mutable,
                _ => Reference::Shared,
            }
        }
        _ => Reference::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::text::{packed, tokens};

    fn params(list: &str) -> Vec<Param> {
        Param::all(&tokens(list))
    }

    #[test]
    fn a_list_is_split_between_parameters_only() {
        for (list, count) in [
            ("", 0),
            ("&self", 1),
            ("self: Pin<&mut Self>, a: u8,", 2),
            ("map: HashMap<A, B>, (x, y): (A, B)", 2),
            ("f: impl Fn(A, B) -> Pair<A, B>, n: [A; 2]", 2),
            ("Pair::<A, B> { a, b }: Pair<A, B>, c: C", 2),
        ] {
            assert_eq!(params(list).len(), count, "{list}");
        }
    }

    #[test]
    fn pattern_and_type_are_told_apart() {
        for (param, pattern, of_type) in [
            ("a: u8", "a", ": u8"),
            ("a:&u8", "a", ":&u8"),
            ("p::Wrap(a): p::Wrap", "p::Wrap(a)", ": p::Wrap"),
            ("#[cfg(a)] #[b] c: ::p::D", "c", ": ::p::D"),
            ("&'a mut self", "&'a mut self", ""),
        ] {
            let read = &params(param)[0];
            assert_eq!(packed(&read.pattern), packed(&tokens(pattern)), "{param}");
            assert_eq!(packed(&read.of_type), packed(&tokens(of_type)), "{param}");
        }
    }

    #[test]
    fn references_are_seen() {
        for (param, expected) in [
            ("a: u8", Reference::No),
            ("a: &u8", Reference::Shared),
            ("a: &'static u8", Reference::Shared),
            ("a: &mut u8", Reference::Mutable),
            ("a: &'a mut u8", Reference::Mutable),
            ("a: (&mut u8)", Reference::Mutable),
            ("a: (&mut u8, u8)", Reference::No),
            ("&mut self", Reference::No),
        ] {
            assert!(params(param)[0].reference() == expected, "{param}");
        }
    }

    #[test]
    fn names_of_whole_values_are_seen() {
        for (param, expected) in [
            ("a: u8", true),
            ("ref a: u8", true),
            ("a @ (_, _): (u8, u8)", true),
            ("(a, _): (u8, u8)", false),
            ("p::Wrap(a): p::Wrap", false),
        ] {
            assert_eq!(params(param)[0].is_lone_name(), expected, "{param}");
        }
    }

    #[test]
    fn only_self_by_value_would_carry_changes() {
        for (param, expected) in [
            ("mut self", true),
            ("mut self: Pin<&mut Self>", false),
            ("&mut self", false),
            ("mut a: u8", false),
        ] {
            let is_carrying = params(param)[0].mutable_self().is_some();
            assert_eq!(is_carrying, expected, "{param}");
        }
    }

    #[test]
    fn conditions_are_told_from_other_attributes() {
        let param = &params("#[a] #[cfg(b)] #[cfg::c] d: u8")[0];
        assert_eq!(param.cfgs().to_string().replace(' ', ""), "#[cfg(b)]");
    }
}
