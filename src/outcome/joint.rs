//! Single trials of a run, exactly: values that belong together, for questions that histograms cannot answer.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Some columns of single trials, block after block, by rising number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Joint {
    /// The blocks.
    pub blocks: Vec<KeptTrials>,
}

/// Single trials of one block, in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptTrials {
    /// Number of the first.
    pub first_trial: u64,
    /// One vector a column; undefined values are not finite (not a number at the worst end, infinite at the best).
    #[serde(serialize_with = "to_bits", deserialize_with = "from_bits")]
    pub columns: Vec<Vec<f64>>,
}

impl Joint {
    /// Trials in it.
    pub fn trials(&self) -> usize {
        self.blocks.iter().map(KeptTrials::trials).sum()
    }

    /// One column, trial after trial; empty where there is no such column.
    pub fn column(&self, column: usize) -> Vec<f64> {
        self.blocks.iter().filter_map(|block| block.columns.get(column)).flatten().copied().collect()
    }

    /// All columns, trial after trial.
    pub fn into_columns(self) -> Vec<Vec<f64>> {
        let mut blocks = self.blocks.into_iter();
        let mut out = blocks.next().map_or(Vec::new(), |block| block.columns);
        for block in blocks {
            out.iter_mut().zip(block.columns).for_each(|(column, more)| column.extend(more));
        }
        out
    }

    /// Adds the trials of another part of the run.
    pub fn merge(&mut self, other: &Self) {
        self.blocks.extend(other.blocks.iter().cloned());
        self.blocks.sort_by_key(|block| block.first_trial);
    }
}

impl KeptTrials {
    /// Trials in it.
    pub fn trials(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }
}

/// JSON has no numbers that are not finite, so values are written as their bits.
fn to_bits<S: Serializer>(columns: &[Vec<f64>], serializer: S) -> Result<S::Ok, S::Error> {
    let bits = columns.iter().map(|column| column.iter().map(|x| x.to_bits()).collect::<Vec<u64>>());
    serializer.collect_seq(bits)
}

fn from_bits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<f64>>, D::Error> {
    let bits: Vec<Vec<u64>> = Vec::deserialize(deserializer)?;
    Ok(bits.into_iter().map(|column| column.into_iter().map(f64::from_bits).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(first_trial: u64, values: &[f64]) -> KeptTrials {
        KeptTrials { first_trial, columns: vec![values.to_vec(), values.iter().map(|x| -x).collect()] }
    }

    #[test]
    fn parts_merge_by_the_number_of_their_trials() {
        let mut late = Joint { blocks: vec![block(2, &[3.0])] };
        late.merge(&Joint { blocks: vec![block(0, &[1.0, 2.0])] });
        assert_eq!((late.column(0), late.trials()), (vec![1.0, 2.0, 3.0], 3));
        assert_eq!(late.into_columns(), [vec![1.0, 2.0, 3.0], vec![-1.0, -2.0, -3.0]]);
        assert!(Joint::default().column(0).is_empty() && Joint::default().into_columns().is_empty());
    }

    #[test]
    fn undefined_values_survive_being_written() {
        let joint = Joint { blocks: vec![block(0, &[f64::INFINITY, 0.1, f64::NAN])] };
        let read: Joint = serde_json::from_str(&serde_json::to_string(&joint).unwrap()).unwrap();
        let column = read.column(0);
        assert!(column[0].is_infinite() && column[1] == 0.1 && column[2].is_nan());
    }
}
