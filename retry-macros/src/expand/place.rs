use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

/// A place in the user's code. Tokens of ours that are located there make messages about them point there.
#[derive(Clone, Copy)]
pub(crate) struct Place(Span);

impl Place {
    /// Names located there stay ours: they resolve as at the call site.
    pub(crate) fn of(users: Span) -> Self {
        Self(Span::call_site().located_at(users))
    }

    pub(crate) fn span(self) -> Span {
        self.0
    }

    pub(crate) fn ident(self, name: &str) -> Ident {
        Ident::new(name, self.0)
    }

    /// A variable of ours. The user's names cannot clash with it.
    pub(crate) fn variable(self, name: &str) -> Ident {
        Ident::new(name, Span::mixed_site().located_at(self.0))
    }

    /// The tokens of a path or a type, located there.
    pub(crate) fn at(self, tokens: &impl ToTokens) -> TokenStream {
        let moved = |mut token: TokenTree| {
            // What `$crate` means depends on its span.
            let is_crate = matches!(&token, TokenTree::Ident(name) if name == "$crate");
            if !is_crate {
                token.set_span(self.0);
            }
            token
        };
        tokens.to_token_stream().into_iter().map(moved).collect()
    }

    /// An expression in braces located there, so that a message about the whole expression points there. An
    /// expression that is one group stays as it is: with two pairs of braces, `unused_braces` would fire.
    pub(crate) fn around(self, expr: &TokenStream) -> TokenStream {
        let mut tokens = expr.clone().into_iter();
        let first = tokens.next();
        if matches!((&first, tokens.next()), (Some(TokenTree::Group(_)), None)) {
            return expr.clone();
        }
        quote_spanned!(self.0=> { #expr })
    }

    /// The path of a function of the core, located there.
    pub(crate) fn function(self, krate: &impl ToTokens, name: &str) -> TokenStream {
        let (krate, name) = (self.at(krate), self.ident(name));
        quote_spanned!(self.0=> #krate::__private::#name)
    }
}

/// A method call located at its key, so that a message about its argument points there.
pub(crate) fn method_call(key: Span, method: &str, argument: &TokenStream) -> TokenStream {
    let method = Place::of(key).ident(method);
    quote!(.#method(#argument))
}
