//! Functions that return a future: `-> impl Future`, `-> Pin<Box<dyn Future>>`, and what
//! `#[async_trait]` makes of an `async fn`, since it expands first.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use crate::{
    args::{Args, Errors},
    copies::Copies,
    expand::{krate, reported, scope},
    function::Function,
    operation::Operation,
    output,
    signature::Signature,
    tokens::{any_word, is_mark, list, regrouped, stream},
};

/// Whether the function is not `async` and yet returns a future.
pub(crate) fn returns_future(sig: &Signature) -> bool {
    let names_future =
        |word: &Ident| word == "Future" || word == "BoxFuture" || word == "LocalBoxFuture";
    sig.asyncness.is_none() && any_word(&sig.output, &names_future)
}

/// Retries the block of the future, in place; what stands before it runs once.
pub(crate) fn expand(args: TokenStream, mut function: Function, item: TokenStream) -> TokenStream {
    let tokens = list(function.body.stream());
    let Some(block) = AsyncBlock::find(&tokens) else {
        let mut errors = Errors::default();
        errors.at(
            function.sig.name.span(),
            "`#[retry]` cannot see the future that this function makes: write an `async fn`, or end the body in `async move { .. }`",
        );
        return reported(&errors, item);
    };
    // `async_trait` renames `self` in the body; what the keys say of it is renamed likewise.
    let args = if block.is_async_trait() {
        renamed(args)
    } else {
        args
    };
    let (args, error) = Args::parse(args);
    let mut errors = Errors(error);
    args.refuse_without_timer(block.keyword, &mut errors);
    let copies = Copies::take(&mut function.sig, args.clone.as_ref(), &mut errors);
    if errors.0.is_some() {
        return reported(&errors, item);
    }
    let krate = krate(args.krate());
    let returns = block
        .returns
        .clone()
        .unwrap_or_else(|| output::of_future(&function.sig.output));
    let operation = Operation::of(&function, &args, &krate, &copies, returns, false);
    let body = block.replaced(&tokens, |body| {
        operation.awaited(block.keyword, &scope(body))
    });
    function.with_body(&body)
}

/// The `async` block at the end of a body, as it is or in `Box::pin(..)`.
struct AsyncBlock {
    keyword: Span,
    /// Whether it is the argument of a call, the last group of the body.
    in_call: bool,
    /// The statements of the block.
    statements: Vec<TokenTree>,
    /// Where in them the user's own block stands, if `async_trait` put statements around it.
    inner: Option<usize>,
    /// The type that `async_trait` declared.
    returns: Option<TokenStream>,
}

impl AsyncBlock {
    fn find(body: &[TokenTree]) -> Option<Self> {
        if let Some((keyword, block)) = trailing_async(body) {
            return Some(Self::new(keyword, block, false));
        }
        match body.last()? {
            TokenTree::Group(call) if call.delimiter() == Delimiter::Parenthesis => {
                let argument = argument(call);
                let (keyword, block) = trailing_async(&argument)?;
                Some(Self::new(keyword, block, true))
            }
            _ => None,
        }
    }

    fn new(keyword: Span, block: &Group, in_call: bool) -> Self {
        let statements = list(block.stream());
        let (inner, returns) = match async_trait_body(&statements) {
            Some((at, returns)) => (Some(at), Some(returns)),
            None => (None, None),
        };
        Self {
            keyword,
            in_call,
            statements,
            inner,
            returns,
        }
    }

    fn is_async_trait(&self) -> bool {
        self.inner.is_some()
    }

    /// The body with the user's block replaced by the loop around it.
    fn replaced(&self, body: &[TokenTree], expand: impl Fn(&Group) -> TokenStream) -> TokenStream {
        if self.in_call {
            let (last, before) = body.split_last().expect("the call that was found");
            let TokenTree::Group(call) = last else {
                unreachable!("the call that was found")
            };
            let call = regrouped(call, self.replaced_tail(&argument(call), expand));
            before
                .iter()
                .cloned()
                .chain([TokenTree::Group(call)])
                .collect()
        } else {
            self.replaced_tail(body, expand)
        }
    }

    fn replaced_tail(
        &self,
        tokens: &[TokenTree],
        expand: impl Fn(&Group) -> TokenStream,
    ) -> TokenStream {
        let (last, before) = tokens.split_last().expect("the block that was found");
        let TokenTree::Group(block) = last else {
            unreachable!("the block that was found")
        };
        let statements = match self.inner {
            None => expand(block),
            Some(at) => {
                let TokenTree::Group(user) = &self.statements[at] else {
                    unreachable!("the block that was found")
                };
                let looped = regrouped(user, expand(user));
                let mut statements = self.statements.clone();
                statements[at] = TokenTree::Group(looped);
                stream(&statements)
            }
        };
        before
            .iter()
            .cloned()
            .chain([TokenTree::Group(regrouped(block, statements))])
            .collect()
    }
}

/// The argument of a call, without the comma that may end it.
fn argument(call: &Group) -> Vec<TokenTree> {
    let mut tokens = list(call.stream());
    if is_mark(tokens.last(), ',') {
        tokens.pop();
    }
    tokens
}

/// `async {..}` or `async move {..}` at the end.
fn trailing_async(tokens: &[TokenTree]) -> Option<(Span, &Group)> {
    let is = |token: Option<&TokenTree>, name: &str| matches!(token, Some(TokenTree::Ident(word)) if word == name);
    let (TokenTree::Group(block), before) = tokens.split_last()? else {
        return None;
    };
    if block.delimiter() != Delimiter::Brace {
        return None;
    }
    let before = if is(before.last(), "move") {
        &before[..before.len() - 1]
    } else {
        before
    };
    is(before.last(), "async").then(|| (before[before.len() - 1].span(), block))
}

/// `let __ret: Type = { .. };`, in which `async_trait` keeps the body: where the block stands, and
/// the type.
fn async_trait_body(statements: &[TokenTree]) -> Option<(usize, TokenStream)> {
    let colon = statements.windows(3).position(|three| {
        matches!(three, [TokenTree::Ident(keyword), TokenTree::Ident(name), TokenTree::Punct(colon)]
            if keyword == "let" && name == "__ret" && colon.as_char() == ':')
    })? + 2;
    let after = &statements[colon + 1..];
    // The type's own `=` (`Output = T`) is not followed by a block and a semicolon.
    let equals = after.windows(3).position(|three| {
        matches!(three, [TokenTree::Punct(equals), TokenTree::Group(block), TokenTree::Punct(end)]
            if equals.as_char() == '=' && block.delimiter() == Delimiter::Brace && end.as_char() == ';')
    })?;
    Some((colon + 2 + equals, stream(&after[..equals])))
}

fn renamed(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(word) if word == "self" => Ident::new("__self", word.span()).into(),
            TokenTree::Group(group) => regrouped(&group, renamed(group.stream())).into(),
            other => other,
        })
        .collect()
}
