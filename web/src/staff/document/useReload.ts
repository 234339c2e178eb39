// After something was done to a document: the portal's fresh word on it, and on the lists that show it.
import { useQueryClient } from "@tanstack/react-query";
import { keys, type Place } from "../place";

export function useReload(place: Place) {
  const queries = useQueryClient();
  return async () => {
    void queries.invalidateQueries({ queryKey: keys.documents });
    void queries.invalidateQueries({ queryKey: keys.work });
    await queries.invalidateQueries({ queryKey: keys.document(place) });
  };
}
