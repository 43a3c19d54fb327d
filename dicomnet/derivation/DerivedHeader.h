#pragma once

#include "derivation/AgreedValues.h"
#include "derived/DerivedSeries.h"
#include "file/DatasetWriter.h"

#include <QDateTime>

namespace isocenter {

/// What kind of object a derived series becomes.
enum class DerivedForm { Ct, Mr, Capture };

/// All that the objects of a derived series have in common.
struct DerivedHeader
{
    DerivedSeries series;
    AgreedValues agreed;
    DerivedForm form = DerivedForm::Capture;
    StoredScale scale;
    QString seriesUid;
    QDateTime now;

    static DerivedForm formFor(const DerivedSeries& series, const AgreedValues& agreed);
    QString sopClass() const;
    /// An error where what names patient and study could not be written as it is.
    Result<void> checkIdentity() const;

    void writeIdentity(DatasetWriter& writer) const;    ///< patient, study
    void writeSeries(DatasetWriter& writer) const;      ///< series, frame of reference, equipment
    void writeAcquisition(DatasetWriter& writer) const; ///< CT, MR and capture modules
    void writeDerivation(DatasetWriter& writer, const DerivedPlane& plane) const;
    void writeValues(DatasetWriter& writer) const; ///< what stored values mean and how they are shown

private:
    QString identity(const TakenOver& attribute, const QString& shown) const;
    void takeOver(DatasetItem& item, const std::vector<TakenOver>& attributes) const;
    void takeOverOrEmpty(DatasetItem& item, const TakenOver& attribute) const;
    void writeLoss(DatasetWriter& writer) const;
    void writeSide(DatasetWriter& writer) const;
    void writeScanner(DatasetWriter& writer) const;
};

void writeCode(DatasetItem item, const CodeValue& code);

} // namespace isocenter
