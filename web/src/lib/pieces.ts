// How the states of handed-out pictures look: colour and shape of `StateTag`, with words of their own.
import type { PieceCounts, PieceState } from "@/api/annotating";

export const pieceStates = ["sent_back", "open", "done", "accepted"] as const satisfies readonly PieceState[];
export const pieceSigns = { sent_back: "recheck", open: "todo", done: "doing", accepted: "done" } as const satisfies Record<PieceState, string>;

export const allPieces = (counts: PieceCounts): number => pieceStates.reduce((sum, state) => sum + counts[state], 0);
/** What the annotator has behind them. */
export const finishedPieces = (counts: PieceCounts): number => counts.done + counts.accepted;
