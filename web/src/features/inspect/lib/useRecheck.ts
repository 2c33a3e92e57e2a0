// Decides one after the other without waiting for the server; each decision can be taken back.
import { useCallback, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { recheckRecord } from "@/api/records";
import type { Id, Record_ } from "@/api/contract";
import { undoBody, type Decided, type Decision } from "./queue";

type Options = { go: (id: Id) => void; failed: (error: unknown) => void };

export function useRecheck({ go, failed }: Options) {
  const client = useQueryClient();
  const [decided, setDecided] = useState<Decided>(new Map());
  const [history, setHistory] = useState<readonly Record_[]>([]);
  // Of one record, a later word is sent only after the earlier one has arrived.
  const chains = useRef(new Map<Id, Promise<unknown>>());

  const send = useCallback(
    (id: Id, work: () => Promise<unknown>, undone: () => void) => {
      const before = chains.current.get(id) ?? Promise.resolve();
      const mine = before.then(work).catch((error: unknown) => {
        undone();
        failed(error);
      });
      chains.current.set(id, mine);
      void mine.then(() => {
        if (chains.current.get(id) !== mine) return;
        chains.current.delete(id);
        for (const head of ["records", "record", "counts"]) void client.invalidateQueries({ queryKey: [head] });
      });
    },
    [client, failed],
  );

  const decide = useCallback(
    (record: Record_, decision: Decision) => {
      setDecided((before) => new Map(before).set(record.id, decision));
      setHistory((before) => [...before, record]);
      send(record.id, () => recheckRecord(record.id, decision), () => {
        setDecided((before) => without(before, record.id));
        setHistory((before) => before.filter((one) => one !== record));
      });
    },
    [send],
  );

  const undo = useCallback(() => {
    const record = history[history.length - 1];
    if (!record) return;
    const decision = decided.get(record.id);
    setHistory((before) => before.slice(0, -1));
    setDecided((before) => without(before, record.id));
    go(record.id);
    send(record.id, () => recheckRecord(record.id, undoBody(record)), () => {
      if (decision) setDecided((before) => new Map(before).set(record.id, decision));
      setHistory((before) => [...before, record]);
    });
  }, [history, decided, go, send]);

  const restart = useCallback(() => {
    setDecided(new Map());
    setHistory([]);
  }, []);

  return { decided, decide, undo, canUndo: history.length > 0, restart };
}

function without(decided: Decided, id: Id): Decided {
  const next = new Map(decided);
  next.delete(id);
  return next;
}
