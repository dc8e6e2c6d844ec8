use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Item, ItemFn};

/// A macro and its input.
pub(crate) enum Call {
    Function {
        arguments: TokenStream,
        item: TokenStream,
    },
    Block(TokenStream),
    Derive(TokenStream),
}

/// Expands it. No input causes a panic, and each gives code or an error in words. An annotated function stays
/// where it is with its signature.
pub(crate) fn check(call: Call) {
    match call {
        Call::Function { arguments, item } => {
            let expanded = retry_expansion::retry(arguments, item.clone());
            check_function(&item, &expanded);
        }
        Call::Block(input) => {
            let expanded = retry_expansion::retry_block(input);
            assert!(!expanded.is_empty());
            assert_errors_have_words(expanded);
        }
        Call::Derive(item) => {
            let expanded = retry_expansion::derive_retryable(item);
            assert!(!expanded.is_empty());
            assert_errors_have_words(expanded);
        }
    }
}

fn check_function(item: &TokenStream, expanded: &TokenStream) {
    let text = expanded.to_string();
    let after_item = text.strip_prefix(&item.to_string());
    if after_item.is_some_and(|rest| !rest.is_empty()) {
        // The item is as it was, with errors after it.
        let errors = expanded
            .clone()
            .into_iter()
            .skip(item.clone().into_iter().count());
        let errors: TokenStream = errors.collect();
        assert!(assert_errors_have_words(errors) > 0, "{text}");
        return;
    }
    let Ok(function) = syn::parse2::<ItemFn>(item.clone()) else {
        return;
    };
    let file: syn::File =
        syn::parse2(expanded.clone()).unwrap_or_else(|error| panic!("{error}: {text}"));
    let [Item::Fn(retried)] = &file.items[..] else {
        panic!("not one function: {text}");
    };
    let (before, after) = (&function.sig, &retried.sig);
    assert_eq!(before.ident, after.ident);
    assert_eq!(before.inputs.len(), after.inputs.len(), "{text}");
    let unchanged = [
        (
            before.output.to_token_stream(),
            after.output.to_token_stream(),
        ),
        (
            before.generics.to_token_stream(),
            after.generics.to_token_stream(),
        ),
        (
            before.asyncness.to_token_stream(),
            after.asyncness.to_token_stream(),
        ),
        (
            function.vis.to_token_stream(),
            retried.vis.to_token_stream(),
        ),
    ];
    for (before, after) in unchanged {
        assert_eq!(before.to_string(), after.to_string(), "{text}");
    }
}

/// Counts the calls of `compile_error!`. Each says something.
fn assert_errors_have_words(tokens: TokenStream) -> usize {
    let mut count = 0;
    let mut is_error = false;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => is_error = name == "compile_error",
            TokenTree::Group(group) if is_error => {
                let message = group.stream().to_string();
                assert!(message.len() > "\"\"".len(), "{message}");
                count += 1;
                is_error = false;
            }
            TokenTree::Group(group) => count += assert_errors_have_words(group.stream()),
            _ => {}
        }
    }
    count
}
