use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

use crate::{
    args::{Args, Errors},
    builder::Builder,
    function::{Function, NotAFunction},
    judge::located,
    output,
    params::Copies,
};

/// Expands `#[retry(args)] item`.
///
/// All errors are reported together, and the function itself is emitted beside them, so that a
/// mistake in the attribute does not make every caller an error too.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let (args, error) = Args::parse(args);
    let mut errors = Errors(error);
    let mut function = match Function::read(item.clone()) {
        Ok(function) => function,
        Err(NotAFunction::HalfTyped) => return item,
        Err(NotAFunction::Refused(error)) => {
            errors.push(error);
            return reported(&errors, item);
        }
    };
    if let (Some(timeout), None) = (&args.attempt_timeout, &function.sig.asyncness) {
        errors.at(
            timeout.span,
            "`attempt_timeout` needs an `async fn`: nothing can cut a blocking call; give the call a timeout of its own",
        );
    }
    let copies = Copies::take(&mut function.sig, args.clone.as_ref(), &mut errors);
    if errors.0.is_some() {
        return reported(&errors, item);
    }
    let body = if function.sig.asyncness.is_some() {
        async_body(&args, &function, &copies)
    } else {
        blocking_body(&args, &function, &copies)
    };
    let Function {
        attrs,
        vis,
        sig,
        inner_attrs,
        body: braces,
    } = function;
    let mut block = Group::new(Delimiter::Brace, quote!(#(#inner_attrs)* #body));
    // The user's own braces: with others, `dead_code` falls silent.
    block.set_span(braces.span());
    quote!(#(#attrs)* #vis #sig #block)
}

fn reported(errors: &Errors, item: TokenStream) -> TokenStream {
    let mut tokens = item;
    if let Some(error) = &errors.0 {
        tokens.extend(error.to_compile_error());
    }
    tokens
}

fn krate(args: &Args) -> Path {
    args.krate
        .as_ref()
        .map_or_else(|| syn::parse_quote!(::retry_core), |key| key.value.clone())
}

/// The user's statements in a scope of their own. Call-site located at the user's brace: with the
/// user's span `unused_braces` fires on bodies of one expression, with the plain call site the error
/// about a missing tail points at the attribute.
fn scope(body: &Group) -> Group {
    let mut scope = Group::new(Delimiter::Brace, body.stream());
    scope.set_span(located(body));
    scope
}

/// A closure with the function's return type, handed to the core's loop.
fn blocking_body(args: &Args, function: &Function, copies: &Copies) -> TokenStream {
    let krate = krate(args);
    let returns = output::declared(&function.sig.output);
    let calls = Builder::new(args, &krate).calls(&function.sig.ident.to_string());
    let scope = scope(&function.body);
    let attempt = if copies.is_empty() {
        scope.to_token_stream()
    } else {
        let made = copies.made(&krate);
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
    quote!(#consumed #krate::__private::#operation #calls .call())
}

/// A loop in the user's own function: a future made by a closure could not borrow mutably.
fn async_body(args: &Args, function: &Function, copies: &Copies) -> TokenStream {
    let krate = krate(args);
    let private = quote!(#krate::__private);
    let returns = output::declared(&function.sig.output);
    let declared = {
        let span =
            Span::call_site().located_at(output::span(&function.sig.output, &function.sig.ident));
        quote_spanned!(span=> declared::<#returns>())
    };
    let calls = Builder::new(args, &krate).calls(&function.sig.ident.to_string());
    let tells = args.context.is_some();
    let [run, began, attempt, outcome, delay, output] =
        ["run", "began", "attempt", "outcome", "delay", "output"]
            .map(|name| Ident::new(name, Span::mixed_site()));
    let context = args.context.as_ref().map(|key| {
        let context = &key.value;
        quote!(let #context: #krate::Attempt = #run.attempt();)
    });
    let made = copies.made(&krate);
    let owned = copies.owned(&krate);
    let scope = scope(&function.body);
    // The keyword of the block stands where the user's `async` does, for messages about the future.
    let keyword = function
        .sig
        .asyncness
        .map_or_else(Span::call_site, |keyword| keyword.span);
    let keyword = quote_spanned!(keyword=> async);
    quote! {
        let mut #run = #private::#declared #calls .__begin::<#tells>();
        loop {
            let #delay = {
                let #began = #run.began();
                #context
                #made
                let #attempt = #keyword {
                    // Never taken: it gives `return`, `?` and the tail the declared type. Outside of
                    // the scope of the body, whose `use` may shadow names.
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
