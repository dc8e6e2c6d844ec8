use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;

use super::{operation::Operation, place::Place, retried_body::retried_body};
use crate::{
    errors::{self, Errors},
    input::{AsyncBlock, FreshVariable, Function, OutcomeType},
    parse::Arguments,
};

/// Expands `#[retry(arguments)] item`.
///
/// All errors are reported together. The function itself is emitted next to them, so that a mistake in
/// the attribute does not make every call of the function an error too.
pub(crate) fn expand_function(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let expanded = match Function::parse(item.clone()) {
        Ok(mut function) => match OutcomeType::of_future(&mut function.sig) {
            None => plain(arguments, function, &mut errors),
            Some(outcome) => returns_future(arguments, function, outcome, &mut errors),
        },
        Err(error) => {
            Arguments::parse(arguments, &mut errors);
            errors.push(error);
            None
        }
    };
    expanded.unwrap_or_else(|| {
        let mut tokens = item;
        errors.to_tokens(&mut tokens);
        tokens
    })
}

/// Retries the body of a blocking function or an `async fn`.
fn plain(
    arguments: TokenStream,
    mut function: Function,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let asyncness = function.sig.asyncness.as_ref();
    let asyncness = asyncness.map(|keyword| keyword.span);
    let outcome = OutcomeType::returned(&mut function.sig);
    let operation = operation(arguments, &mut function, asyncness, outcome, errors)?;
    let body = retried_body(&operation, &function.body);
    Some(function.with_body(&body))
}

/// Retries the block of the future that a function returns: `-> impl Future`, `-> Pin<Box<dyn Future>>`, and
/// the methods of `#[async_trait]`. What comes before that block runs once.
fn returns_future(
    arguments: TokenStream,
    mut function: Function,
    mut outcome: OutcomeType,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let Some(mut block) = AsyncBlock::find(&function.body) else {
        errors.push(errors::hidden_future(function.sig.ident.span()));
        return None;
    };
    let mut arguments = arguments;
    if let Some(declared) = block.async_trait.take() {
        outcome.tokens = declared;
        arguments = renamed(arguments);
    }
    let operation = operation(
        arguments,
        &mut function,
        Some(block.keyword),
        outcome,
        errors,
    )?;
    let statements = retried_body(&operation, block.users());
    Some(function.with_body(&block.with_statements(statements)))
}

fn operation(
    arguments: TokenStream,
    function: &mut Function,
    asyncness: Option<Span>,
    outcome: OutcomeType,
    errors: &mut Errors,
) -> Option<Operation> {
    let mut arguments = Arguments::parse(arguments, errors);
    // What `#[tokio::main]` and its like leave of an `async fn`: a body that blocks on the future.
    let was_async = asyncness.is_none() && function.body.to_string().contains("block_on");
    arguments.check(asyncness, was_async, errors);
    arguments.check_outcome(&outcome.tokens, errors);
    let listed = arguments.clone.as_ref().map(|given| &given.value);
    if arguments.hedge.is_some() {
        FreshVariable::refuse_mutable_borrows(&function.sig, errors);
    }
    let fresh = FreshVariable::take(&mut function.sig, listed, errors);
    errors.is_empty().then(|| Operation {
        krate: arguments.take_crate(),
        arguments,
        fresh,
        asyncness,
        returns: Some(outcome.tokens),
        declared: Place::of(outcome.span),
        function: Some(function.sig.ident.to_string()),
    })
}

/// `#[async_trait]` has renamed `self` in the body, so the keys have to rename it too.
fn renamed(arguments: TokenStream) -> TokenStream {
    let renamed = arguments.into_iter().map(|token| match token {
        TokenTree::Ident(word) if word == "self" => Ident::new("__self", word.span()).into(),
        TokenTree::Group(group) => {
            let mut inside = Group::new(group.delimiter(), renamed(group.stream()));
            inside.set_span(group.span());
            inside.into()
        }
        other => other,
    });
    renamed.collect()
}
#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens without the blanks between them. The snapshot may be laid out and commented freely.
    fn packed(tokens: &TokenStream) -> String {
        tokens.to_string().replace([' ', '\n'], "")
    }

    /// `with_events` is the snapshot for a core that has events.
    fn assert_expansion(args: &str, item: &str, [plain, with_events]: [&str; 2]) {
        let snapshot = if cfg!(feature = "tracing") {
            with_events
        } else {
            plain
        };
        let expanded = expand_function(args.parse().unwrap(), item.parse().unwrap());
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
            [
                include_str!("../../snapshots/blocking.rs"),
                include_str!("../../snapshots/blocking_with_events.rs"),
            ],
        );
    }

    #[test]
    fn an_async_function_expands_as_its_snapshot_shows() {
        assert_expansion(
            "deadline = self.patience, on = is_transient",
            "async fn fetch(&mut self, mut url: String) -> Result<Page, Error> { self.get(url).await? }",
            [
                include_str!("../../snapshots/async.rs"),
                include_str!("../../snapshots/async_with_events.rs"),
            ],
        );
    }

    #[test]
    fn a_function_that_syn_cannot_read_is_reported_and_kept() {
        for (item, expected) in [
            (
                "fn f(a: &pin mut A) -> B { a. }",
                "cannot read this function",
            ),
            ("type F = fn(A) -> B;", "goes on a function"),
            ("const F: fn(A) -> B = g;", "goes on a function"),
        ] {
            let item: TokenStream = item.parse().unwrap();
            let expanded = expand_function(TokenStream::new(), item.clone()).to_string();
            assert!(expanded.starts_with(&item.to_string()), "{expanded}");
            assert_eq!(expanded.matches(expected).count(), 1, "{expanded}");
        }
    }
}
