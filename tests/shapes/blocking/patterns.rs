//! Parameters that are patterns.

use retry_core::retry;

use crate::support::*;
#[derive(Clone)]
struct Point {
    x: u32,
    y: u32,
}

mod tuple {
    use super::*;

    #[retry(backoff = 0)]
    fn shape((left, right): (u32, u32), probe: &Probe) -> Result<u32, Failed> {
        Ok(left + right + probe.call()?)
    }
    #[test]
    fn is_taken_apart() {
        let probe = Probe::new();
        assert_eq!(shape((1, 2), &probe), Ok(6));
        assert_eq!(probe.calls(), 3);
    }
}

mod tuple_with_mut {
    use super::*;

    #[retry(backoff = 0)]
    fn shape((mut left, right): (u32, u32), probe: &Probe) -> Result<u32, Failed> {
        left += right;
        Ok(left + probe.call()?)
    }
    #[test]
    fn is_a_new_copy_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape((1, 2), &probe), Ok(6));
        assert_eq!(probe.calls(), 3);
    }
}

mod structure {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(Point { x, y: vertical }: Point, probe: &Probe) -> Result<u32, Failed> {
        Ok(x * 10 + vertical + probe.call()?)
    }
    #[test]
    fn is_taken_apart() {
        let probe = Probe::new();
        assert_eq!(shape(Point { x: 1, y: 2 }, &probe), Ok(15));
        assert_eq!(probe.calls(), 3);
    }
}

mod structure_with_mut {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(
        Point {
            mut x,
            y: mut vertical,
        }: Point,
        probe: &Probe,
    ) -> Result<u32, Failed> {
        x += 1;
        vertical += 1;
        probe.call()?;
        Ok(x * 10 + vertical)
    }
    #[test]
    fn is_a_new_copy_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(Point { x: 1, y: 2 }, &probe), Ok(23));
        assert_eq!(probe.calls(), 3);
    }
}

mod structure_with_rest {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(Point { x, .. }: &Point, probe: &Probe) -> Result<u32, Failed> {
        Ok(x + probe.call()?)
    }
    #[test]
    fn is_taken_apart() {
        let probe = Probe::new();
        assert_eq!(shape(&Point { x: 1, y: 2 }, &probe), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod array {
    use super::*;

    #[retry(backoff = 0)]
    fn shape([first, .., last]: [u32; 4], probe: &Probe) -> Result<u32, Failed> {
        Ok(first + last + probe.call()?)
    }
    #[test]
    fn is_taken_apart() {
        let probe = Probe::new();
        assert_eq!(shape([1, 0, 0, 2], &probe), Ok(6));
        assert_eq!(probe.calls(), 3);
    }
}

mod array_with_mut {
    use super::*;

    #[retry(backoff = 0)]
    fn shape([mut first, rest @ ..]: [u32; 3], probe: &Probe) -> Result<u32, Failed> {
        first += rest.iter().sum::<u32>();
        Ok(first + probe.call()?)
    }
    #[test]
    fn is_a_new_copy_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape([1, 2, 3], &probe), Ok(9));
        assert_eq!(probe.calls(), 3);
    }
}

mod wildcard {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(_: Point, _: &str, probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn takes_any_argument() {
        let probe = Probe::new();
        assert_eq!(shape(Point { x: 1, y: 2 }, "", &probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod nested {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(
        ((Point { x, .. }, mut text), [_, last]): ((Point, String), [u32; 2]),
        probe: &Probe,
    ) -> Result<String, Failed> {
        text.push('!');
        probe.call()?;
        Ok(format!("{x}{text}{last}"))
    }
    #[test]
    fn is_a_new_copy_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(
            shape(((Point { x: 1, y: 2 }, "a".to_owned()), [3, 4]), &probe),
            Ok("1a!4".to_owned())
        );
        assert_eq!(probe.calls(), 3);
    }
}

mod reference_pattern {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(&n: &u32, &Point { x, y }: &Point, probe: &Probe) -> Result<u32, Failed> {
        Ok(n + x + y + probe.call()?)
    }
    #[test]
    fn is_taken_apart() {
        let probe = Probe::new();
        assert_eq!(shape(&1, &Point { x: 2, y: 3 }, &probe), Ok(9));
        assert_eq!(probe.calls(), 3);
    }
}

mod mutable_reference_pattern {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(&mut ref mut n: &mut u32, probe: &Probe) -> Result<u32, Failed> {
        *n += 1;
        probe.call()
    }
    #[test]
    fn keeps_the_changes_of_every_attempt() {
        let probe = Probe::new();
        let mut n = 0;
        assert_eq!(shape(&mut n, &probe), Ok(3));
        assert_eq!(n, 3);
        assert_eq!(probe.calls(), 3);
    }
}

mod fields_by_mutable_reference {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(Point { x, y }: &mut Point, probe: &Probe) -> Result<u32, Failed> {
        *x += 1;
        *y += 2;
        probe.call()
    }
    #[test]
    fn keep_the_changes_of_every_attempt() {
        let probe = Probe::new();
        let mut point = Point { x: 0, y: 0 };
        assert_eq!(shape(&mut point, &probe), Ok(3));
        assert_eq!((point.x, point.y), (3, 6));
        assert_eq!(probe.calls(), 3);
    }
}

mod ref_binding {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(Point { ref x, ref mut y }: Point, probe: &Probe) -> Result<u32, Failed> {
        *y += x;
        probe.call()?;
        Ok(*y)
    }
    #[test]
    fn keeps_the_changes_of_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(Point { x: 1, y: 2 }, &probe), Ok(5));
        assert_eq!(probe.calls(), 3);
    }
}

mod whole_and_parts {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(whole @ (left, _): (u32, u32), probe: &Probe) -> Result<u32, Failed> {
        Ok(whole.1 + left + probe.call()?)
    }
    #[test]
    fn are_both_bound() {
        let probe = Probe::new();
        assert_eq!(shape((1, 2), &probe), Ok(6));
        assert_eq!(probe.calls(), 3);
    }
}

mod cloned_out_of_a_pattern {
    use super::*;

    #[retry(backoff = 0, clone(text))]
    fn shape((text, n): (String, u32), probe: &Probe) -> Result<(String, u32), Failed> {
        let made = text + "!";
        probe.call()?;
        Ok((made, n))
    }
    #[test]
    fn is_cloned_for_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(("a".to_owned(), 1), &probe), Ok(("a!".to_owned(), 1)));
        assert_eq!(probe.calls(), 3);
    }
}

mod raw_identifier {
    use super::*;

    #[retry(backoff = 0, clone(r#type))]
    fn shape(r#type: String, probe: &Probe) -> Result<String, Failed> {
        let made = r#type + "!";
        probe.call()?;
        Ok(made)
    }
    #[test]
    fn is_cloned_for_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape("a".to_owned(), &probe), Ok("a!".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod mutable_raw_identifier {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(mut r#match: u32, probe: &Probe) -> Result<u32, Failed> {
        r#match += 1;
        Ok(r#match + probe.call()?)
    }
    #[test]
    fn is_a_new_copy_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(1, &probe), Ok(5));
        assert_eq!(probe.calls(), 3);
    }
}
