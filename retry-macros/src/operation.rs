use proc_macro2::{Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Path, Signature};

use crate::{
    args::{Args, Key},
    builder::Builder,
    function::Function,
    keys::Keys,
    output,
    params::Copies,
    place::Place,
};

/// What is retried, and how: all that the two expansions need. The attribute makes one of a function,
/// `retry_block!` of a block.
pub(crate) struct Operation<'a> {
    pub(crate) args: &'a Args,
    pub(crate) krate: &'a Path,
    pub(crate) copies: &'a Copies,
    pub(crate) keys: Keys,
    /// The declared type of the outcome, `_` where there is none.
    pub(crate) returns: TokenStream,
    /// Where that type stands.
    pub(crate) declared: Place,
}

impl<'a> Operation<'a> {
    /// What an annotated function retries, `returns` being the type of its outcome, and in a closure if
    /// it blocks.
    pub(crate) fn of(
        function: &Function,
        args: &'a Args,
        krate: &'a Path,
        copies: &'a Copies,
        returns: TokenStream,
        has_closure: bool,
    ) -> Self {
        let Signature { ident, output, .. } = &function.sig;
        let declared = Place::of(output::span(output, ident));
        let name = ident.to_string();
        let keys =
            Builder::new(args, krate, has_closure, Some(&returns), Some(&name)).build(declared);
        Self {
            args,
            krate,
            copies,
            keys,
            returns,
            declared,
        }
    }

    /// A closure with the declared return type, handed to the core's loop.
    pub(crate) fn blocking(&self, scope: &Group) -> TokenStream {
        let Self {
            args,
            krate,
            copies,
            keys,
            returns,
            declared,
        } = self;
        let place = keys.place;
        let Keys {
            values,
            plan,
            judge,
            ..
        } = keys;
        let attempt = if copies.is_empty() {
            scope.to_token_stream()
        } else {
            let made = copies.made(krate);
            quote!({ #made #scope })
        };
        let (parameter, [called, built]) = match &args.context {
            None => (None, ["call", "blocking"]),
            Some(Key { value: context, .. }) => (
                Some(quote!(#context: #krate::Attempt)),
                ["call_with", "blocking_with"],
            ),
        };
        let started = |name| {
            let (function, declared) = (place.function(krate, name), declared.at(returns));
            let body = quote!(|#parameter| -> #returns #attempt);
            quote_spanned!(place.span()=> #function::<#declared, _, _>(#body, #plan, #judge))
        };
        let run = if keys.is_plain() {
            started(called)
        } else {
            let told = keys.told(krate, started(built));
            quote!(#told.call())
        };
        let consumed = copies.consumed();
        quote!(#consumed #values #run)
    }

    /// A loop in the user's own function: a future made by a closure could not borrow mutably.
    /// `keyword` is where the user's `async` stands, for messages about the future.
    pub(crate) fn awaited(&self, keyword: Span, scope: &Group) -> TokenStream {
        let Self {
            args,
            krate,
            copies,
            keys,
            returns,
            declared,
        } = self;
        let place = keys.place;
        let Keys { plan, judge, .. } = keys;
        let tells = args.context.is_some();
        let started = |name| {
            let (function, declared) = (place.function(krate, name), declared.at(returns));
            quote_spanned!(place.span()=> #function::<#declared, _, _>(#plan, #judge))
        };
        let begun = if keys.is_plain() && !tells {
            started("begin")
        } else {
            let told = keys.told(krate, started("declared"));
            let begin = place.function(krate, "begin_as");
            quote_spanned!(place.span()=> #begin(#told, #tells))
        };
        let [run, attempt, output] = ["run", "attempt", "output"].map(|name| place.variable(name));
        let turn = place.function(krate, "turn");
        let declared = declared.at(returns);
        let borrowed = place.around(&quote!(&mut #run));
        let turn = quote_spanned!(place.span()=> #turn::<#declared, _, _, _, _>(#borrowed, #attempt).await);
        let context = args.context.as_ref().map(|key| {
            let context = &key.value;
            quote!(let #context: #krate::Attempt = #run.attempt();)
        });
        let made = copies.made(krate);
        let owned = copies.owned(krate);
        let keyword = quote_spanned!(keyword=> async);
        quote! {
            let mut #run = #begun;
            loop {
                #context
                #made
                let #attempt = #keyword {
                    // Never taken: it gives `return`, `?` and the tail the declared type. Outside of
                    // the scope of the body, whose `use` may shadow names.
                    #[allow(unreachable_code, unused_variables, clippy::diverging_sub_expression)]
                    if false {
                        #owned
                        return #krate::attribute::never::<#returns>();
                    }
                    #scope
                };
                // The attempt goes into its turn, and its outcome from there to the driver, by value:
                // nothing of it lives through the wait, or futures with `Box<dyn Error>` were not
                // `Send`.
                if let ::core::ops::ControlFlow::Break(#output) = #turn {
                    break #output;
                }
            }
        }
    }
}
