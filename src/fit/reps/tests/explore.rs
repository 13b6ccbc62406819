use super::world::USUAL;
use crate::fit::reps::{bookings, panel, ramp, seats};
use crate::plan::RampCurve;

#[test]
fn explore() {
    let w = USUAL;
    let (mut cov, mut est) = ([0; 4], Vec::new());
    let n = 600; let (mut bc, mut bm, mut cov2) = (Vec::new(), Vec::new(), [0;1]);
    for seed in 0..n {
        let (reps, opps) = w.draw(seed);
        let s = seats::seats(&reps, w.as_of());
        let b = bookings::bookings(&s, &opps, w.as_of());
        let p = panel::panel(&b.months, |_| 1.0);
        let ones = vec![1.0; b.persons];
        let best = ramp::best(&p, RampCurve::Linear, &ones);
        let r = best.ramp.months;
        let boot = ramp::resampled(&p, RampCurve::Linear, b.persons);
        let mean = boot.iter().sum::<f64>() / boot.len() as f64;
        let sd = (boot.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / boot.len() as f64).sqrt();
        let t = w.ramp_months;
        let phi = p.dispersion(best.ramp);
        let at = p.log_likelihood(panel::Ramp { months: t, curve: RampCurve::Linear }, &ones);
        cov[0] += usize::from((r - t).abs() < 1.645 * sd);
        cov[1] += usize::from(boot[10] < t && t < boot[189]);
        cov[2] += usize::from(2.0 * (best.log_likelihood - at) / phi < 2.706);
        cov[3] += usize::from((2.0 * r - boot[189]) < t && t < 2.0 * r - boot[10]);
        est.push(r); bc.push(2.0*r-mean); cov2[0]+=usize::from((2.0*r-mean-t).abs()<1.645*sd); let med=boot[100]; bm.push(2.0*r-med);
        if seed < 5 { println!("{r:.2} boot mean {mean:.2} sd {sd:.2} rows {} phi {phi:.0} {:?}", p.rows.len(), ramp::best_curve(&p, &ones)); }
    }
    for est in [&est,&bc,&bm] {let m = est.iter().sum::<f64>() / n as f64;
    let sd = (est.iter().map(|x| (x - m).powi(2)).sum::<f64>() / n as f64).sqrt();
    println!("mean {m:.3} sd {sd:.3} se {:.3} cover {cov:?} {cov2:?}", sd / (n as f64).sqrt());}
}
