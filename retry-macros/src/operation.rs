use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Path, Signature};

use crate::{args::Args, boxed, builder::Builder, function::Function, output, params::Copies};

/// What is retried, and how: all that the two expansions need. The attribute makes one of a function,
/// `retry_block!` of a block.
pub(crate) struct Operation<'a> {
    pub(crate) args: &'a Args,
    pub(crate) krate: &'a Path,
    pub(crate) copies: &'a Copies,
    /// The statements in front of the builder, and its calls.
    pub(crate) values: TokenStream,
    pub(crate) calls: TokenStream,
    /// The declared type of the outcome, `_` where there is none.
    pub(crate) returns: TokenStream,
    /// Where that type stands.
    pub(crate) place: Span,
}

impl<'a> Operation<'a> {
    /// What an annotated function retries, `returns` being the type of its outcome.
    pub(crate) fn of(
        function: &Function,
        args: &'a Args,
        krate: &'a Path,
        copies: &'a Copies,
        returns: TokenStream,
    ) -> Self {
        let Signature { ident, output, .. } = &function.sig;
        let has_closure = function.sig.asyncness.is_none() && !boxed::returns_future(&function.sig);
        let (values, calls) =
            Builder::new(args, krate, has_closure).calls(Some(&ident.to_string()));
        Self {
            args,
            krate,
            copies,
            values,
            calls,
            returns,
            place: output::span(output, ident),
        }
    }

    /// A closure with the declared return type, handed to the core's loop.
    pub(crate) fn blocking(&self, scope: &Group) -> TokenStream {
        let Self {
            args,
            krate,
            copies,
            values,
            calls,
            returns,
            ..
        } = self;
        let attempt = if copies.is_empty() {
            scope.to_token_stream()
        } else {
            let made = copies.made(krate);
            quote!({ #made #scope })
        };
        let operation = match &args.context {
            None => quote!(blocking::<#returns, _>(|| -> #returns #attempt)),
            Some(context) => {
                let context = &context.value;
                quote!(blocking_with::<#returns, _>(|#context: #krate::Attempt| -> #returns #attempt))
            }
        };
        let consumed = copies.consumed();
        quote!(#consumed #values #krate::__private::#operation #calls .call())
    }

    /// A loop in the user's own function: a future made by a closure could not borrow mutably.
    /// `keyword` is where the user's `async` stands, for messages about the future.
    pub(crate) fn awaited(&self, keyword: Span, scope: &Group) -> TokenStream {
        let Self {
            args,
            krate,
            copies,
            calls,
            returns,
            place,
            ..
        } = self;
        let private = quote!(#krate::__private);
        let place = Span::call_site().located_at(*place);
        let declared = quote_spanned!(place=> declared::<#returns>());
        let tells = args.context.is_some();
        let [run, began, attempt, outcome, delay, output] =
            ["run", "began", "attempt", "outcome", "delay", "output"]
                .map(|name| Ident::new(name, Span::mixed_site()));
        let context = args.context.as_ref().map(|key| {
            let context = &key.value;
            quote!(let #context: #krate::Attempt = #run.attempt();)
        });
        let made = copies.made(krate);
        let owned = copies.owned(krate);
        let keyword = quote_spanned!(keyword=> async);
        quote! {
            let mut #run = #private::#declared #calls .__begin::<#tells>();
            loop {
                let #delay = {
                    let #began = #run.began();
                    #context
                    #made
                    let #attempt = #keyword {
                        // Never taken: it gives `return`, `?` and the tail the declared type. Outside
                        // of the scope of the body, whose `use` may shadow names.
                        #[allow(unreachable_code, unused_variables, clippy::diverging_sub_expression)]
                        if false {
                            #owned
                            return #private::never::<#returns>();
                        }
                        #scope
                    };
                    // The outcome goes on by value, in a statement of its own, and only then comes the
                    // wait: else futures with `Box<dyn Error>` are not `Send`.
                    let #outcome = #run.guard(#attempt).await;
                    match #run.settle(#outcome, #began) {
                        ::core::ops::ControlFlow::Break(#output) => break #output,
                        ::core::ops::ControlFlow::Continue(#delay) => #delay,
                    }
                };
                #private::yields(#delay).await;
                #run.sleep(#delay).await;
            }
        }
    }
}
