use proc_macro2::{Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::{
    args::Args, builder::Builder, copies::Copies, function::Function, keys::Keys, output,
    place::Place,
};

/// What is retried, and how: all that the two expansions need. The attribute makes one of a function,
/// `retry_block!` of a block.
pub(crate) struct Operation<'a> {
    pub(crate) args: &'a Args,
    pub(crate) krate: &'a TokenStream,
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
        krate: &'a TokenStream,
        copies: &'a Copies,
        returns: TokenStream,
        has_closure: bool,
    ) -> Self {
        let sig = &function.sig;
        let declared = Place::of(output::span(&sig.output, &sig.name));
        let name = sig.name.to_string();
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
        let (declared, span) = (declared.at(returns), place.span());
        let Keys {
            values,
            plan,
            predicate,
            ..
        } = keys;
        let attempt = if copies.is_empty() {
            scope.to_token_stream()
        } else {
            let made = copies.made(krate);
            quote!({ #made #scope })
        };
        let context = args.context.as_ref().map(|key| &key.value);
        let parameter = context.map(|context| quote!(#context: #krate::Attempt));
        let body = quote!(|#parameter| -> #returns #attempt);
        let judged = |name| {
            let function = place.function(krate, name);
            let judge = keys.judge(krate, &declared);
            quote_spanned!(span=> #function::<#declared, _, _>(#body, #plan, #judge))
        };
        let run = match (keys.is_plain(), context, predicate) {
            (true, None, None) => {
                let call = place.function(krate, "call");
                quote_spanned!(span=> #call::<#declared, _>(#body, #plan))
            }
            (true, None, Some(predicate)) => {
                let call = place.function(krate, "call_on");
                quote_spanned!(span=> #call::<#declared, _, _, _>(#body, #plan, #predicate))
            }
            (true, Some(_), _) => judged("call_with"),
            (false, context, _) => {
                let name = context.map_or("blocking", |_| "blocking_with");
                let told = keys.told(krate, judged(name));
                quote!(#told.call())
            }
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
        let (declared, span) = (declared.at(returns), place.span());
        let Keys {
            plan, predicate, ..
        } = keys;
        let tells = args.context.is_some();
        let begun = match (keys.is_plain() && !tells, predicate) {
            (true, None) => {
                let begin = place.function(krate, "begin");
                quote_spanned!(span=> #begin(#plan))
            }
            (true, Some(predicate)) => {
                let begin = place.function(krate, "begin_on");
                quote_spanned!(span=> #begin::<#declared, _, _, _>(#plan, #predicate))
            }
            (false, _) => {
                let function = place.function(krate, "declared");
                let judge = keys.judge(krate, &declared);
                let builder = quote_spanned!(span=> #function::<#declared, _, _>(#plan, #judge));
                let told = keys.told(krate, builder);
                let begin = place.function(krate, "begin_as");
                quote_spanned!(span=> #begin(#told, #tells))
            }
        };
        let [run, attempt, output] = ["run", "attempt", "output"].map(|name| place.variable(name));
        let turn = place.function(krate, "turn");
        let context = args.context.as_ref().map(|key| {
            let context = &key.value;
            quote!(let #context: #krate::Attempt = #run.attempt();)
        });
        let made = copies.made(krate);
        let owned = copies.owned(krate);
        let keyword = quote_spanned!(keyword=> async);
        let borrowed = place.around(&quote!(&mut #run));
        let turn = quote_spanned!(span=> #turn::<#declared, _, _, _, _>(#borrowed, #attempt).await);
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
                        return #krate::__private::never::<#returns>();
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
