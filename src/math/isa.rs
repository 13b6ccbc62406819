//! Run-time choice of the instruction set, without a change of bits.
//!
//! A `kernel!` is compiled once for each instruction set and the widest that the machine has is called. Rust never
//! fuses or reorders floating-point operations on its own, so all of them yield the same bits; a test holds them
//! against one another. This file has the crate's only `unsafe`: the call of a function compiled for a wider set,
//! right after the machine was asked whether it has it.

use super::lanes::LANES;
use std::sync::atomic::{AtomicU8, Ordering};

/// An instruction set that kernels are compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum InstructionSet {
    /// What every machine of the platform has (SSE2 on x86-64).
    Baseline = 1,
    /// 256-bit vectors.
    Avx2 = 2,
    /// 512-bit vectors.
    Avx512 = 3,
}

/// The environment variable that forces a narrower set: "baseline" or "avx2" ("avx512" forces none).
pub const FORCE_VARIABLE: &str = "PLANODDS_INSTRUCTION_SET";

static CHOSEN: AtomicU8 = AtomicU8::new(0);

/// The set in use: the widest that the machine has, or the narrower one that [`FORCE_VARIABLE`] names.
#[inline(always)]
pub fn instruction_set() -> InstructionSet {
    match CHOSEN.load(Ordering::Relaxed) {
        3 => InstructionSet::Avx512,
        2 => InstructionSet::Avx2,
        1 => InstructionSet::Baseline,
        _ => choose(),
    }
}

/// What [`FORCE_VARIABLE`] says where it names no instruction set.
pub fn unknown_force() -> Option<String> {
    let text = std::env::var(FORCE_VARIABLE).ok()?;
    let known = ["baseline", "avx2", "avx512"].contains(&text.as_str());
    (!known).then_some(text)
}

#[cold]
fn choose() -> InstructionSet {
    let allowed = match std::env::var(FORCE_VARIABLE).as_deref() {
        Ok("baseline") => InstructionSet::Baseline,
        Ok("avx2") => InstructionSet::Avx2,
        _ => InstructionSet::Avx512,
    };
    let chosen = widest().min(allowed);
    CHOSEN.store(chosen as u8, Ordering::Relaxed);
    chosen
}

#[cfg(target_arch = "x86_64")]
fn widest() -> InstructionSet {
    if is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
    {
        InstructionSet::Avx512
    } else if is_x86_feature_detected!("avx2") {
        InstructionSet::Avx2
    } else {
        InstructionSet::Baseline
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn widest() -> InstructionSet {
    InstructionSet::Baseline
}

/// Calls `step` for every lane of a block, compiled for the widest instruction set: for short steps that need no kernel
/// of their own.
#[allow(unsafe_code)] // see this module's head
#[inline(always)]
pub fn each_lane(step: impl FnMut(usize)) {
    #[inline(always)]
    fn body(mut step: impl FnMut(usize)) {
        for lane in 0..LANES {
            step(lane);
        }
    }
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
        fn avx512(step: impl FnMut(usize)) {
            body(step);
        }
        #[target_feature(enable = "avx2")]
        fn avx2(step: impl FnMut(usize)) {
            body(step);
        }
        match instruction_set() {
            // SAFETY: instruction_set() names only what the machine was found to have.
            InstructionSet::Avx512 => return unsafe { avx512(step) },
            // SAFETY: as above.
            InstructionSet::Avx2 => return unsafe { avx2(step) },
            InstructionSet::Baseline => {}
        }
    }
    body(step);
}

/// Defines a function over lanes that is compiled for every instruction set and called in the widest.
macro_rules! kernel {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $(-> $return:ty)? $body:block) => {
        $(#[$meta])*
        #[allow(unsafe_code, clippy::too_many_arguments)] // see this module's head; a kernel takes its lanes by name
        $vis fn $name($($arg: $type),*) $(-> $return)? {
            #[inline(always)]
            fn body($($arg: $type),*) $(-> $return)? $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
                fn avx512($($arg: $type),*) $(-> $return)? {
                    body($($arg),*)
                }
                #[target_feature(enable = "avx2")]
                fn avx2($($arg: $type),*) $(-> $return)? {
                    body($($arg),*)
                }
                match $crate::math::isa::instruction_set() {
                    // SAFETY: instruction_set() names only what the machine was found to have.
                    $crate::math::isa::InstructionSet::Avx512 => return unsafe { avx512($($arg),*) },
                    // SAFETY: as above.
                    $crate::math::isa::InstructionSet::Avx2 => return unsafe { avx2($($arg),*) },
                    $crate::math::isa::InstructionSet::Baseline => {}
                }
            }
            body($($arg),*)
        }
    };
}
pub(crate) use kernel;
