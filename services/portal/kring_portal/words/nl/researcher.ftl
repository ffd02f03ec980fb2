# De kamer van de onderzoeker.
researcher-title = Cijfers van { $year }
researcher-offices = Van deze kantoren samen: { $offices }.
researcher-few = “Te weinig”: een aantal onder de tien, of een rest onder de tien, staat er niet. Wie weinig mensen telt, wijst mensen aan. Ook nul staat er dan niet.
researcher-closed = Dit jaar is nog niet open: het is nog niet voorbij, of niet alle kantoren hebben het vastgesteld.
researcher-not-found = Van dit jaar is hier niets geteld.
researcher-download = Deze cijfers als bestand (CSV)
