use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};

use crate::parse::{Judge, Pattern, ungrouped};

/// The judge as an expression to call: a pattern becomes a closure over a reference.
pub(crate) fn predicate(judge: &Judge) -> TokenStream {
    match judge {
        Judge::Predicate(expr) => ungrouped(expr).to_token_stream(),
        Judge::Pattern(pattern) => matches_pattern(pattern),
    }
}

fn matches_pattern(pattern: &Pattern) -> TokenStream {
    let Pattern { pat, guard, binds } = pattern;
    let judged = Ident::new("judged", Span::mixed_site());
    let exists = pattern.name_of_constant().map(exists);
    let guard = guard
        .as_ref()
        .map(|(keyword, guard)| quote!(#keyword #guard));
    // A constant or a string matches the value, not a reference to it. A binding has to bind a reference.
    let matched = if *binds {
        quote!(#judged)
    } else {
        quote!(*#judged)
    };
    quote! {
        |#judged| {
            #exists
            match #matched {
                #pat #guard => true,
                #[allow(unreachable_patterns)]
                _ => false,
            }
        }
    }
}

/// Uses the name as a value in code that never runs, so that a typo is an error.
fn exists(name: &Ident) -> TokenStream {
    quote_spanned! {name.span()=>
        #[allow(clippy::no_effect_underscore_binding, path_statements, unreachable_code, unused_must_use)]
        if false { let _ = #name; }
    }
}
