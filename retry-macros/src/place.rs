use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

/// A place in the user's code, to which what we write is moved so that messages about it point there.
#[derive(Clone, Copy)]
pub(crate) struct Place(Span);

impl Place {
    /// Names that we write there stay ours: only the location is the user's.
    pub(crate) fn of(users: Span) -> Self {
        Self(Span::call_site().located_at(users))
    }

    pub(crate) fn span(self) -> Span {
        self.0
    }

    pub(crate) fn ident(self, name: &str) -> Ident {
        Ident::new(name, self.0)
    }

    /// A variable of ours, which no name of the user's can be taken for.
    pub(crate) fn variable(self, name: &str) -> Ident {
        Ident::new(name, Span::mixed_site().located_at(self.0))
    }

    /// The tokens of a path or a type, there.
    pub(crate) fn at(self, tokens: &impl ToTokens) -> TokenStream {
        let moved = |mut token: TokenTree| {
            // `$crate` is told from its span.
            let is_crate = matches!(&token, TokenTree::Ident(name) if name == "$crate");
            if !is_crate {
                token.set_span(self.0);
            }
            token
        };
        tokens.to_token_stream().into_iter().map(moved).collect()
    }

    /// An expression in braces that are there, so that a message about it as a whole points there. One
    /// that has braces keeps its own: of two pairs, `unused_braces` would call the user's unused.
    pub(crate) fn around(self, expr: &TokenStream) -> TokenStream {
        let mut tokens = expr.clone().into_iter();
        let first = tokens.next();
        if matches!((&first, tokens.next()), (Some(TokenTree::Group(_)), None)) {
            return expr.clone();
        }
        quote_spanned!(self.0=> { #expr })
    }

    /// The path of a function that the attribute expands to.
    pub(crate) fn function(self, krate: &TokenStream, name: &str) -> TokenStream {
        let (krate, name) = (self.at(krate), self.ident(name));
        quote_spanned!(self.0=> #krate::__private::#name)
    }
}
