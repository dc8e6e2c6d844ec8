//! Measures many operations at a time: their CPU, time and memory, compared with a hand-written loop on the
//! same timer.

use std::path::Path;

use crate::{
    Result,
    contenders::BY_HAND,
    figures::Figures,
    programs::{Field, Profile, build, lines},
    scratch::children,
    wall::median,
};

/// How many operations, and how many pairs.
const CROWDS: [(u32, usize); 2] = [(100_000, 25), (1_000_000, 5)];

/// The timers that operations wait on.
pub const TIMERS: [&str; 2] = ["tokio", "futures-timer"];

/// The cost of one crowd: seconds of CPU, seconds by the clock, and bytes for each operation.
#[derive(Clone, Copy, Debug)]
struct Cost {
    cpu: f64,
    wall: f64,
    bytes: f64,
}

/// `crowd/<timer>/<count>/<contender>/<seconds, bytes, cpu or wall>`: seconds of CPU, and CPU and wall
/// as ratios to the loop by hand.
pub fn measure(figures: &mut Figures) -> Result {
    let program = build(Profile::Release, Field::Peers)?.join("crowd");
    let crowds = lines(&program, &[])?;
    for (count, pairs) in CROWDS {
        for entry in &crowds {
            let [timer, contender] = &entry[..] else {
                continue;
            };
            let costs: Vec<_> = (0..pairs)
                .map(|_| {
                    let own = cost(&program, timer, contender, count)?;
                    Ok((own, cost(&program, timer, BY_HAND, count)?))
                })
                .collect::<Result<_>>()?;
            // Other work on the machine only ever adds.
            let least =
                |of: fn(&(Cost, Cost)) -> f64| costs.iter().map(of).fold(f64::INFINITY, f64::min);
            let mut set = |what, figure| {
                figures.set(format!("crowd/{timer}/{count}/{contender}/{what}"), figure);
            };
            let mut bytes: Vec<_> = costs.iter().map(|(own, _)| own.bytes).collect();
            set("bytes", median(&mut bytes));
            let (cpu, wall) = (least(|(own, _)| own.cpu), least(|(own, _)| own.wall));
            set("seconds", cpu);
            if contender != BY_HAND {
                set("cpu", cpu / least(|(_, base)| base.cpu));
                set("wall", wall / least(|(_, base)| base.wall));
            }
        }
    }
    Ok(())
}

fn cost(program: &Path, timer: &str, contender: &str, count: u32) -> Result<Cost> {
    let before = children()?;
    let printed = lines(program, &[timer, contender, &count.to_string()])?;
    let cpu = children()? - before;
    Ok(Cost {
        cpu,
        wall: printed[0][0].parse::<f64>()? / 1000.0,
        bytes: printed[0][1].parse()?,
    })
}
