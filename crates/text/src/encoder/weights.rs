//! Reads `weights.safetensors`: 8-bit matrices with one scale a row, and float vectors.

use super::linear::Linear;
use safetensors::{Dtype, SafeTensors};
use std::fmt;

/// Why a model file cannot be used.
#[derive(Debug)]
pub struct WeightsError(pub String);

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WeightsError {}

pub(crate) struct Weights<'a>(SafeTensors<'a>);

impl<'a> Weights<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        SafeTensors::deserialize(bytes)
            .map(Self)
            .map_err(|e| WeightsError(format!("weights.safetensors is damaged: {e}")))
    }

    fn tensor(&self, name: &str, kind: Dtype) -> Result<(Vec<usize>, &'a [u8]), WeightsError> {
        let tensor =
            self.0.tensor(name).map_err(|_| WeightsError(format!("weights.safetensors has no tensor {name:?}")))?;
        if tensor.dtype() != kind {
            return Err(WeightsError(format!("tensor {name:?} is {:?}, not {kind:?}", tensor.dtype())));
        }
        Ok((tensor.shape().to_vec(), tensor.data()))
    }

    pub(crate) fn floats(&self, name: &str) -> Result<Vec<f32>, WeightsError> {
        let (_, data) = self.tensor(name, Dtype::F32)?;
        Ok(data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    pub(crate) fn table(&self, name: &str) -> Result<Table, WeightsError> {
        let (shape, data) = self.tensor(&format!("{name}.weight"), Dtype::I8)?;
        let [rows, columns] = shape[..] else {
            return Err(WeightsError(format!("tensor {name:?} is no matrix")));
        };
        let scale = self.floats(&format!("{name}.scale"))?;
        if scale.len() != rows {
            return Err(WeightsError(format!("{name:?} has {rows} rows but {} scales", scale.len())));
        }
        Ok(Table { columns, bytes: data.iter().map(|b| *b as i8).collect(), scale })
    }

    pub(crate) fn linear(&self, name: &str) -> Result<Linear, WeightsError> {
        let table = self.table(name)?;
        let bias = self.floats(&format!("{name}.bias"))?;
        if bias.len() != table.rows() {
            return Err(WeightsError(format!("{name:?} has {} rows but {} biases", table.rows(), bias.len())));
        }
        Ok(Linear::new(&table.bytes, table.columns, table.scale, bias))
    }
}

/// Embeddings in bytes, one scale a row.
pub(crate) struct Table {
    columns: usize,
    bytes: Vec<i8>,
    scale: Vec<f32>,
}

impl Table {
    pub(crate) fn rows(&self) -> usize {
        self.scale.len()
    }

    #[inline(always)]
    pub(crate) fn copy(&self, row: usize, out: &mut [f32]) {
        let scale = self.scale[row];
        for (o, b) in out.iter_mut().zip(&self.bytes[row * self.columns..(row + 1) * self.columns]) {
            *o = f32::from(*b) * scale;
        }
    }

    #[inline(always)]
    pub(crate) fn add(&self, row: usize, out: &mut [f32]) {
        let scale = self.scale[row];
        for (o, b) in out.iter_mut().zip(&self.bytes[row * self.columns..(row + 1) * self.columns]) {
            *o += f32::from(*b) * scale;
        }
    }
}
