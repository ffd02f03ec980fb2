"""Names that many people have: meeting one of them twice says less than meeting a rare one twice.

The most frequent family names and given names of the Netherlands and Flanders, and of the largest groups who came to
live there; by sound, so that their spellings need not be listed. A name that is missing here is taken for a rare one.
"""

from typing import Final

FAMILY_NAMES: Final = """
jong jansen vries berg dijk bakker visser smit meijer boer mulder groot bos vos peters hendriks leeuwen dekker brouwer
wit dijkstra smits graaf meer linden kok jacobs haan vermeulen heuvel veen broek bruijn heijden schouten beek willems
vliet ven hoekstra maas verhoeven koster dam wal prins blom huisman kuipers kuiper veenstra kramer brink scholten
jonge postma martens hermans gerritsen timmermans bosch wijk ruiter groen janssens maes mertens claes goossens wouters
smet dubois pauwels aerts michiels berghe backer damme clercq segers velde desmet cock verstraete
yilmaz kaya demir sahin celik yildiz yildirim ozturk aydin ozdemir arslan dogan kilic cetin kara koc kurt ozkan simsek
polat aksoy amrani idrissi bouali khattabi benali morabit bakkali ouali chaoui saidi azzouzi ali mohamed ahmed hassan
singh ramdin nowak kowalski wisniewski wojcik kowalczyk kaminski lewandowski zielinski szymanski wozniak dabrowski
shevchenko kovalenko bondarenko tkachenko kravchenko melnyk koval boyko nguyen tran chen wang silva santos
"""
GIVEN_NAMES: Final = """
noah liam luca lucas mees finn james milan levi sem daan noud luuk adam bram mason benjamin emma julia mila tess sophie
zoe sara nora yara eva lotte anna lisa lieke saar evi noor maud fleur fenna olivia thomas tim lars jesse thijs ruben
stijn max julian jayden sven niels joris nick kevin dennis mark martijn jeroen johannes jan cornelis willem hendrik
pieter peter gerrit johan kees henk maria johanna elisabeth anja linda monique sandra petra femke kim iris roos nina
arthur jules louis victor marie louise elise camille nathan marc luc patrick bart david daniel
mohammed ahmed youssef ali omar ibrahim adam bilal hamza mustafa mehmet fatima aicha khadija maryam salma yasmina zeynep
elif emine hatice ayse huseyin hasan emre jakub antoni zuzanna julia piotr anna katarzyna olena oleksandr iryna natalia
andrii dmytro serhii tetiana alexander michael sofia
"""
