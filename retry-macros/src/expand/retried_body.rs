use proc_macro2::{Delimiter, Group, Span, TokenStream};

use super::{
    async_loop::async_loop, blocking_call::blocking_call, configuration::Configuration,
    hedged_call::hedged_call, operation::Operation,
};

/// The statements that retry the body.
pub(crate) fn retried_body(operation: &Operation, body: &Group) -> TokenStream {
    let configuration = Configuration::new(operation);
    let scope = scope(body);
    match operation.asyncness {
        Some(keyword) if operation.arguments.hedge.is_some() => {
            hedged_call(operation, &configuration, keyword, &scope)
        }
        Some(keyword) => async_loop(operation, &configuration, keyword, &scope),
        None => blocking_call(operation, &configuration, &scope),
    }
}

/// The user's statements in a scope of their own, spanned as the call site located at the user's brace. With
/// the user's span, `unused_braces` fires on bodies of one expression. With the plain call site, the error
/// about a missing tail points at the attribute.
fn scope(body: &Group) -> Group {
    let mut scope = Group::new(Delimiter::Brace, body.stream());
    scope.set_span(Span::call_site().located_at(body.span_open()));
    scope
}
