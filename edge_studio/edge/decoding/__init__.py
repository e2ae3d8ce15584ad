"""What the texts of an answer hold: small decoders in a table, each of which refuses what is not its own."""

from edge_studio.edge.decoding.model import Decoded, Decoder, Place
from edge_studio.edge.decoding.table import DECODERS, decode, decodings, may_decode

__all__ = ["DECODERS", "Decoded", "Decoder", "Place", "decode", "decodings", "may_decode"]
