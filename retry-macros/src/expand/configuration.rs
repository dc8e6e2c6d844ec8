use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};

use super::{
    builder_calls::{BuilderCalls, builder_calls},
    error_view::error_view,
    operation::Operation,
    place::Place,
    plan::plan,
    policy_calls::PolicyCall,
    predicate::predicate,
};
use syn::{Expr, spanned::Spanned as _};

use crate::parse::{CratePath, is_constant, ungrouped};

/// The keys as tokens, in the parts that the core takes.
pub(crate) struct Configuration {
    /// The place that messages about the core's functions point at: `on`, where most mistakes are, or else
    /// the declared outcome. The compiler reports a mistake only once per place.
    pub(crate) place: Place,
    /// `let` statements for values that the closure for the body would otherwise keep from being read: in
    /// `policy = self.policy` with `&mut self`, the closure borrows `self`.
    pub(crate) read_first: TokenStream,
    /// What is known while compiling.
    pub(crate) plan: TokenStream,
    /// The HTTP call, in a variable.
    http: Option<Ident>,
    /// The predicate on errors, if it needs no builder.
    pub(crate) predicate: Option<TokenStream>,
    /// How events show the error, if there are events.
    pub(crate) error_view: Option<TokenStream>,
    pub(crate) builder: BuilderCalls,
}

impl Configuration {
    pub(crate) fn new(operation: &Operation) -> Self {
        let Operation {
            arguments, krate, ..
        } = operation;
        let on = arguments.on.as_ref();
        let place = on.map_or(operation.declared, |on| Place::of(on.key));
        let mut first = ReadFirst {
            has_closure: operation.asyncness.is_none(),
            statements: TokenStream::new(),
        };
        let http = arguments.http.as_ref();
        let http = http.map(|given| first.variable("http", &given.value.to_token_stream()));
        let policy = match &http {
            Some(http) => Some(quote!(#krate::http::__private::policy_of(&#http))),
            None => policy(operation, &mut first),
        };
        let (known, computed): (Vec<_>, Vec<_>) = PolicyCall::all(arguments, krate)
            .into_iter()
            .partition(|call| call.is_const && policy.is_none());
        let mut calls = TokenStream::new();
        for call in computed {
            let argument = if call.is_const {
                call.argument.clone()
            } else {
                first.read(call.method, call.argument.clone())
            };
            calls.extend(call.with(&argument));
        }
        let is_planned = policy.is_none() && calls.is_empty();
        calls.extend(builder_calls(operation));
        let on = on.filter(|_| operation.returns.is_some() && http.is_none());
        Self {
            place,
            read_first: first.statements,
            plan: plan(operation, place, &known),
            http,
            predicate: on.map(|on| place.around(&predicate(&on.value))),
            error_view: error_view(operation),
            builder: BuilderCalls {
                policy,
                name: operation.name().filter(|_| !is_planned),
                calls,
            },
        }
    }

    /// The judge, for outcomes of the declared type.
    pub(crate) fn judge(&self, operation: &Operation, declared: &TokenStream) -> TokenStream {
        let (krate, place) = (&operation.krate, self.place);
        match (&self.http, &self.predicate) {
            (Some(http), _) => quote_spanned! {place.span()=> {
                #[allow(unused_imports)]
                use #krate::http::__private::{JudgesChecked as _, JudgesResponses as _};
                #krate::http::__private::OutcomeOf::<#declared>::NEW.judge(&#http)
            }},
            (None, Some(predicate)) => {
                let on = place.function(krate, "on");
                quote_spanned!(place.span()=> #on::<#declared, _, _>(#predicate))
            }
            (None, None) => default_judge(operation, place, declared),
        }
    }

    /// The builder, with events that show the error, if there are events.
    pub(crate) fn showing(&self, run: TokenStream, krate: &CratePath) -> TokenStream {
        let Some(view) = &self.error_view else {
            return run;
        };
        let showing = self.place.function(krate, "showing");
        quote_spanned!(self.place.span()=> #showing(#run, #view))
    }

    /// The statement at the start of each attempt that waits at the gate of the HTTP call.
    pub(crate) fn wait_at_gate(&self, operation: &Operation) -> Option<TokenStream> {
        let (krate, http) = (&operation.krate, self.http.as_ref()?);
        let private = quote!(#krate::http::__private);
        Some(if operation.asyncness.is_some() {
            quote!(#private::wait_at_gate(&#http).await;)
        } else {
            quote!(#private::block_at_gate(&#http);)
        })
    }
}

/// The judge that the outcome chooses: by marks, or every error.
fn default_judge(operation: &Operation, place: Place, declared: &TokenStream) -> TokenStream {
    let krate = &operation.krate;
    let text = declared.to_string();
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    // Nothing would tell what a `_` in the type of the constant is.
    if words.clone().any(|word| word == "_") {
        let is_marked =
            operation.arguments.unmarked.is_some() || words.any(|word| word == "Marked");
        return place.function(krate, if is_marked { "BY_MARKS" } else { "ALL" });
    }
    let by_default = place.function(krate, "ByDefault");
    quote_spanned! {place.span()=> {
        use #krate::__private::EveryError as _;
        #by_default::<#declared>::JUDGE
    }}
}

fn policy(operation: &Operation, first: &mut ReadFirst) -> Option<TokenStream> {
    let policy = &operation.arguments.policy.as_ref()?.value;
    Some(if is_constant(policy) {
        // Located at the value: an error in it would otherwise point at the whole attribute.
        let place = Place::of(policy.span());
        if let Expr::Reference(_) = ungrouped(policy) {
            // A reference to a reference to a static would be a temporary.
            policy.to_token_stream()
        } else {
            quote_spanned!(place.span()=> &#policy)
        }
    } else {
        let krate = &operation.krate;
        first.read("policy", quote!(#krate::__private::copy(#policy)))
    })
}

/// The values that are read before the closure for the body exists.
struct ReadFirst {
    has_closure: bool,
    statements: TokenStream,
}

impl ReadFirst {
    /// The value, or the variable that it is read into. The user's names cannot clash with that.
    fn read(&mut self, name: &str, value: TokenStream) -> TokenStream {
        if !self.has_closure {
            return value;
        }
        self.variable(name, &value).into_token_stream()
    }

    fn variable(&mut self, name: &str, value: &TokenStream) -> Ident {
        let name = Ident::new(name, Span::mixed_site());
        self.statements.extend(quote!(let #name = #value;));
        name
    }
}
