//! What a type consists of. Written by hand: syn's visitors would slow down every clean build.

use syn::{GenericArgument, Path, PathArguments, Type, TypeParamBound};

/// The types directly inside this one.
pub(crate) fn inner_types(ty: &mut Type) -> Vec<&mut Type> {
    match ty {
        Type::Array(it) => vec![&mut it.elem],
        Type::Group(it) => vec![&mut it.elem],
        Type::Paren(it) => vec![&mut it.elem],
        Type::Ptr(it) => vec![&mut it.elem],
        Type::Reference(it) => vec![&mut it.elem],
        Type::Slice(it) => vec![&mut it.elem],
        Type::Tuple(it) => it.elems.iter_mut().collect(),
        other => {
            let arguments = paths(other).into_iter().flat_map(arguments);
            arguments.filter_map(argument_type).collect()
        }
    }
}

/// The path of this type, or those of its bounds.
pub(crate) fn paths(ty: &mut Type) -> Vec<&mut Path> {
    let bounds = match ty {
        Type::Path(it) => return vec![&mut it.path],
        Type::ImplTrait(it) => &mut it.bounds,
        Type::TraitObject(it) => &mut it.bounds,
        _ => return Vec::new(),
    };
    let traits = bounds.iter_mut().filter_map(|bound| match bound {
        TypeParamBound::Trait(it) => Some(&mut it.path),
        _ => None,
    });
    traits.collect()
}

/// The generic arguments of a path.
pub(crate) fn arguments(path: &mut Path) -> Vec<&mut GenericArgument> {
    let segments = path.segments.iter_mut();
    let arguments = segments.filter_map(|segment| match &mut segment.arguments {
        PathArguments::AngleBracketed(it) => Some(&mut it.args),
        _ => None,
    });
    arguments.flatten().collect()
}

fn argument_type(argument: &mut GenericArgument) -> Option<&mut Type> {
    match argument {
        GenericArgument::Type(ty) => Some(ty),
        GenericArgument::AssocType(it) => Some(&mut it.ty),
        _ => None,
    }
}
