use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use super::token_group::regrouped;

/// The `async` block at the end of a body, alone or inside `Box::pin(..)`.
pub(crate) struct AsyncBlock {
    /// The place of `async`.
    pub(crate) keyword: Span,
    /// The type of the user's block, if `#[async_trait]` has wrapped it in another: that expands first.
    pub(crate) async_trait: Option<TokenStream>,
    /// The groups around the user's statements, the outermost first.
    layers: Vec<Layer>,
}

/// A group and the tokens around it.
struct Layer {
    before: Vec<TokenTree>,
    group: Group,
    after: Vec<TokenTree>,
}

impl AsyncBlock {
    pub(crate) fn find(body: &Group) -> Option<Self> {
        let mut layers = vec![Layer::last_of(body)?];
        if layers[0].group.delimiter() == Delimiter::Parenthesis {
            layers.push(Layer::last_of(&layers[0].group)?);
        }
        let block = layers.last()?;
        let keyword = block.async_keyword()?;
        let (async_trait, inner) = async_trait_body(&block.group).unzip();
        layers.extend(inner);
        Some(Self {
            keyword,
            async_trait,
            layers,
        })
    }

    /// The block that the user wrote.
    pub(crate) fn users(&self) -> &Group {
        let innermost = self.layers.last();
        &innermost.expect("it has been found in one").group
    }

    /// The body with other statements in place of the user's.
    pub(crate) fn with_statements(self, statements: TokenStream) -> TokenStream {
        let layers = self.layers.into_iter().rev();
        layers.fold(statements, |inside, layer| layer.with(inside))
    }
}

impl Layer {
    /// The group at the end of another, before the comma that may follow the argument of a call.
    fn last_of(outer: &Group) -> Option<Self> {
        let mut before: Vec<TokenTree> = outer.stream().into_iter().collect();
        let is_argument = outer.delimiter() == Delimiter::Parenthesis;
        if is_argument
            && matches!(before.last(), Some(TokenTree::Punct(comma)) if comma.as_char() == ',')
        {
            before.pop();
        }
        match before.pop()? {
            TokenTree::Group(group) => Some(Self {
                before,
                group,
                after: Vec::new(),
            }),
            _ => None,
        }
    }

    /// The place of `async`, if this is an `async` block.
    fn async_keyword(&self) -> Option<Span> {
        let before = match self.before.as_slice() {
            [before @ .., TokenTree::Ident(word)] if word == "move" => before,
            before => before,
        };
        match before {
            [.., TokenTree::Ident(word)]
                if word == "async" && self.group.delimiter() == Delimiter::Brace =>
            {
                Some(word.span())
            }
            _ => None,
        }
    }

    fn with(self, inside: TokenStream) -> TokenStream {
        let group = TokenTree::Group(regrouped(&self.group, inside));
        let tokens = self.before.into_iter().chain([group]).chain(self.after);
        tokens.collect()
    }
}

/// `#[async_trait]` puts the user's block into `let __ret: Type = { .. };`: that type and that block.
fn async_trait_body(block: &Group) -> Option<(TokenStream, Layer)> {
    let statements: Vec<TokenTree> = block.stream().into_iter().collect();
    let colon = statements.windows(3).position(|three| {
        matches!(three, [TokenTree::Ident(keyword), TokenTree::Ident(name), TokenTree::Punct(colon)]
            if keyword == "let" && name == "__ret" && colon.as_char() == ':')
    })? + 2;
    // The type may contain `=` (`Output = T`), but none that a block and a semicolon follow.
    let equals = statements[colon..].windows(3).position(|three| {
        matches!(three, [TokenTree::Punct(equals), TokenTree::Group(user), TokenTree::Punct(end)]
            if equals.as_char() == '=' && user.delimiter() == Delimiter::Brace && end.as_char() == ';')
    })? + colon;
    let TokenTree::Group(group) = &statements[equals + 1] else {
        return None;
    };
    let layer = Layer {
        before: statements[..=equals].to_vec(),
        group: group.clone(),
        after: statements[equals + 2..].to_vec(),
    };
    let ty = statements[colon + 1..equals].iter().cloned().collect();
    Some((ty, layer))
}
