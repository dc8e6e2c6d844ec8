//! Collects the paths that a file mentions, outside of `#[cfg(test)]` code and doc comments.

use proc_macro2::TokenStream;
use syn::{
    Attribute, Ident, ImplItem, Item, ItemUse, Macro, Path, TraitItem, Visibility,
    ext::IdentExt,
    visit::{self, Visit},
};

use crate::{
    test_code::{attributes, impl_item_attributes, is_test_code, trait_item_attributes},
    token_paths::add_paths,
};

/// A path as it is written, and the line of its last name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

impl Mention {
    pub(crate) fn of(names: &[Ident]) -> Option<Self> {
        let line = names.last()?.span().start().line;
        let path = names.iter().map(|name| name.unraw().to_string()).collect();
        Some(Self { path, line })
    }
}

/// The paths in an item's types, expressions, attributes and macro calls. For those of `use`
/// see [`uses`](crate::uses::uses).
pub(crate) fn mentions(item: &Item) -> Vec<Mention> {
    let mut mentions = Mentions::default();
    mentions.visit_item(item);
    mentions.found
}

#[derive(Default)]
struct Mentions {
    found: Vec<Mention>,
}

impl<'ast> Visit<'ast> for Mentions {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test_code(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        if !is_test_code(impl_item_attributes(item)) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        if !is_test_code(trait_item_attributes(item)) {
            visit::visit_trait_item(self, item);
        }
    }

    fn visit_item_use(&mut self, _: &'ast ItemUse) {}

    // `pub(in crate::a)` says who may import, and imports nothing.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if !attribute.path().is_ident("doc") {
            visit::visit_attribute(self, attribute);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if path.leading_colon.is_none() {
            let names = path.segments.iter().map(|segment| segment.ident.clone());
            self.found.extend(Mention::of(&names.collect::<Vec<_>>()));
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.visit_path(&called.path);
        if !writes_code_of_the_user(called) {
            self.visit_token_stream(&called.tokens);
        }
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        add_paths(tokens, &mut self.found);
    }
}

/// In `quote! { crate::a }`, the crate is that of the user.
fn writes_code_of_the_user(called: &Macro) -> bool {
    let name = called.path.segments.last();
    name.is_some_and(|name| {
        [
            "quote",
            "quote_spanned",
            "parse_quote",
            "parse_quote_spanned",
        ]
        .iter()
        .any(|macro_name| name.ident == macro_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths_in(source: &str) -> Vec<String> {
        let file = syn::parse_file(source).expect("Rust");
        file.items
            .iter()
            .flat_map(mentions)
            .map(|mention| mention.path.join("::"))
            .collect()
    }

    #[track_caller]
    fn assert_mentions(source: &str, path: &str) {
        let paths = paths_in(source);
        assert!(paths.iter().any(|found| found == path), "{paths:?}");
    }

    #[test]
    fn paths_in_types_expressions_and_patterns_are_seen() {
        assert_mentions("fn f(a: crate::a::A) {}", "crate::a::A");
        assert_mentions("fn f() { crate::a::f() }", "crate::a::f");
        assert_mentions("fn f() { let crate::a::A = 1; }", "crate::a::A");
        assert_mentions("impl<T: super::a::Tr> X for Y<T> {}", "super::a::Tr");
        assert_mentions("fn f() { g::<crate::a::A>() }", "crate::a::A");
        assert_mentions("#[derive(crate::a::D)] struct S;", "crate::a::D");
    }

    #[test]
    fn paths_in_macro_calls_are_seen() {
        assert_mentions(
            "m! { pub struct S { #[pin] a: crate::a::A<T> } }",
            "crate::a::A",
        );
        assert_mentions("fn f() { m!(&[x, super::a::f(1)]) }", "super::a::f");
        assert_mentions("macro_rules! m { () => { $crate::a::f() } }", "crate::a::f");
        assert_mentions("m! { use crate::{a::A, b::{self, B}}; }", "crate::a::A");
        assert_mentions("m! { use crate::{a::A, b::{self, B}}; }", "crate::b::B");
        assert_mentions("m! { Vec::<crate::a::A>::new() }", "crate::a::A");
        assert_mentions("m! { 0..crate::a::A }", "crate::a::A");
    }

    #[test]
    fn what_imports_nothing_is_not_seen() {
        let nothing: [String; 0] = [];
        assert_eq!(paths_in("pub(in crate::a) struct S;"), nothing);
        assert_eq!(paths_in("/// [`crate::a::A`]\nstruct S;"), nothing);
        assert_eq!(paths_in("#[cfg(test)] fn f() { crate::a::f() }"), nothing);
        assert_eq!(
            paths_in("#[cfg(all(test, unix))] fn f() { crate::a::f() }"),
            nothing
        );
        assert_eq!(paths_in("#[test] fn f() { crate::a::f() }"), nothing);
        assert_eq!(paths_in("fn f() -> ::a::A {}"), nothing);
        assert_eq!(paths_in("fn f() { quote! { crate::a::A } }"), ["quote"]);
        assert_eq!(
            paths_in("m! { pub(in crate::a) 'a ::a::A x.b }"),
            ["m", "x"]
        );
        assert_eq!(
            paths_in("m! { struct S { name: a::A } }"),
            ["m", "struct", "S", "a::A"]
        );
    }

    #[test]
    fn code_that_is_not_only_for_tests_is_seen() {
        assert_mentions("#[cfg(not(test))] fn f() { crate::a::f() }", "crate::a::f");
        assert_mentions(
            "#[cfg(any(test, unix))] fn f() { crate::a::f() }",
            "crate::a::f",
        );
        assert_mentions(
            "#[cfg(feature = \"test\")] fn f() { crate::a::f() }",
            "crate::a::f",
        );
    }
}
