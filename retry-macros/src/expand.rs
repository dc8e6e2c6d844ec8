use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::quote;

use crate::{
    args::{Args, Errors},
    boxed,
    copies::Copies,
    function::{Function, NotAFunction},
    operation::Operation,
    output,
};

/// Expands `#[retry(args)] item`.
///
/// All errors are reported together, and the function itself is emitted beside them, so that a
/// mistake in the attribute does not make every caller an error too.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let read = match Function::read(item.clone()) {
        Err(NotAFunction::HalfTyped) => return item,
        Err(NotAFunction::Refused(error)) => Err(error),
        Ok(function) if boxed::returns_future(&function.sig) => {
            return boxed::expand(args, function, item);
        }
        Ok(function) => Ok(function),
    };
    let (args, error) = Args::parse(args);
    let mut errors = Errors(error);
    let mut function = match read {
        Ok(function) => function,
        Err(error) => {
            errors.push(error);
            return reported(&errors, item);
        }
    };
    match function.sig.asyncness {
        Some(keyword) => args.refuse_without_timer(keyword, &mut errors),
        None => args.refuse_timeout(&mut errors),
    }
    let copies = Copies::take(&mut function.sig, args.clone.as_ref(), &mut errors);
    if errors.0.is_some() {
        return reported(&errors, item);
    }
    let krate = krate(args.krate());
    let operation = Operation::of(
        &function,
        &args,
        &krate,
        &copies,
        output::declared(&function.sig.output),
        function.sig.asyncness.is_none(),
    );
    let body = match function.sig.asyncness {
        Some(keyword) => operation.awaited(keyword, &scope(&function.body)),
        None => operation.blocking(&scope(&function.body)),
    };
    function.with_body(&body)
}

pub(crate) fn reported(errors: &Errors, item: TokenStream) -> TokenStream {
    let mut tokens = item;
    if let Some(error) = &errors.0 {
        tokens.extend(error.to_compile_error());
    }
    tokens
}

/// The path of the core crate: the one that was given, or where it is by its own name.
pub(crate) fn krate(given: Option<&TokenStream>) -> TokenStream {
    given.map_or_else(|| quote!(::retry_core), Clone::clone)
}

/// The user's statements in a scope of their own. Call-site located at the user's brace: with the
/// user's span `unused_braces` fires on bodies of one expression, with the plain call site the error
/// about a missing tail points at the attribute.
pub(crate) fn scope(body: &Group) -> Group {
    let mut scope = Group::new(Delimiter::Brace, body.stream());
    scope.set_span(Span::call_site().located_at(body.span_open()));
    scope
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of an expansion, without the blanks between them: how the file is laid out, and what
    /// it explains in comments, is its own affair.
    fn packed(tokens: &TokenStream) -> String {
        tokens.to_string().replace([' ', '\n'], "")
    }

    fn assert_expansion(args: &str, item: &str, snapshot: &str) {
        let expanded = expand(args.parse().unwrap(), item.parse().unwrap());
        let snapshot: TokenStream = snapshot.parse().unwrap();
        assert_eq!(
            packed(&expanded),
            packed(&snapshot),
            "expanded:\n{expanded}"
        );
    }

    #[test]
    fn a_blocking_function_expands_as_its_snapshot_shows() {
        assert_expansion(
            "attempts = 5, backoff = 100ms, on = Error::Timeout | Error::Status(500..=599)",
            "pub fn fetch(&self, mut url: String) -> Result<Page, Error> { self.get(url)? }",
            include_str!("../snapshots/blocking.rs"),
        );
    }

    #[test]
    fn an_async_function_expands_as_its_snapshot_shows() {
        assert_expansion(
            "deadline = self.patience, on = is_transient",
            "async fn fetch(&mut self, mut url: String) -> Result<Page, Error> { self.get(url).await? }",
            include_str!("../snapshots/async.rs"),
        );
    }
}
