use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::place::Place;

/// The keys, as tokens.
pub(crate) struct Keys {
    /// Where the functions that run the operation are located: at `on`, which most mistakes are about,
    /// or else where the type of the outcome is declared. The compiler gives a message once in a place.
    pub(crate) place: Place,
    /// The statements to put before the run: the plain values are read before a closure for the body
    /// borrows what they come from, say `policy = self.policy` with `&mut self`.
    pub(crate) values: TokenStream,
    /// What is known while compiling, so that the run holds no policy.
    pub(crate) plan: TokenStream,
    /// The predicate on errors, where it needs no builder.
    pub(crate) predicate: Option<TokenStream>,
    pub(crate) more: More,
}

/// What only the builder can be told. Most functions need none of it, and a run without a builder is
/// checked in half the time.
#[derive(Default)]
pub(crate) struct More {
    pub(crate) policy: Option<TokenStream>,
    /// The name, where the policy that is in force is no longer the plan's and does not know it.
    pub(crate) name: Option<TokenStream>,
    pub(crate) calls: TokenStream,
}

impl Keys {
    /// The judge, for outcomes of the type that is declared.
    pub(crate) fn judge(&self, krate: &TokenStream, declared: &TokenStream) -> TokenStream {
        let place = self.place;
        match &self.predicate {
            Some(predicate) => {
                let on = place.function(krate, "on");
                quote_spanned!(place.span()=> #on::<#declared, _, _>(#predicate))
            }
            None => place.function(krate, "ALL"),
        }
    }

    /// Whether plan and judge say it all.
    pub(crate) fn is_plain(&self) -> bool {
        self.more.policy.is_none() && self.more.calls.is_empty()
    }

    /// A builder made from plan and judge, told the rest.
    pub(crate) fn told(&self, krate: &TokenStream, builder: TokenStream) -> TokenStream {
        let More {
            policy,
            name,
            calls,
        } = &self.more;
        let mut told = builder;
        if let Some(policy) = policy {
            told = quote!(#krate::__private::under(#told, #policy));
        }
        if let Some(name) = name {
            told = quote!(#krate::__private::named(#told, || #name));
        }
        quote!(#told #calls)
    }
}
